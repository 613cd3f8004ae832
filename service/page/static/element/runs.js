/** The runs of a sentence: its words cut wherever a mark begins or ends. */

import { holds } from "./places.js";

const FIRST_WORD = /^\s*\S+/u;

/** Where each source is mentioned, by the index of the sentence: lists of {start, end, source}, counted from its start. */
export function mentionsOf(answer) {
  const mentions = new Map();
  for (const source of answer.sources) {
    for (const mention of source.mentions) {
      const index = answer.sentences.findIndex((sentence) => holds(sentence, mention));
      if (index < 0) continue;
      const { start } = answer.sentences[index];
      const own = { start: mention.start - start, end: mention.end - start, source: source.id };
      mentions.set(index, [...(mentions.get(index) ?? []), own]);
    }
  }
  return mentions;
}

/**
 * The sentence's text as runs {text, first, cue, source, unread} that together are the text.
 *
 * `first` is true within the first word, `cue` is a cue's kind, `source` a source's id, `unread` says that this was
 * not read; null or false where there is none.
 */
export function runsOf(sentence, mentions = []) {
  const { text, start } = sentence;
  const first = FIRST_WORD.exec(text)?.[0].length ?? 0;
  const cues = sentence.cues.map((cue) => ({ start: cue.start - start, end: cue.end - start, kind: cue.kind }));
  const unread = sentence.ignored.map((part) => ({ start: part.start - start, end: part.end - start }));
  const cuts = new Set([0, first, text.length]);
  for (const mark of [...cues, ...mentions, ...unread]) cuts.add(mark.start).add(mark.end);
  const ordered = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((one, other) => one - other);
  return ordered.slice(1).map((end, at) => {
    const from = ordered[at];
    const over = (mark) => mark.start <= from && mark.end >= end;
    return {
      text: text.slice(from, end),
      first: from < first,
      cue: cues.find(over)?.kind ?? null,
      source: mentions.find(over)?.source ?? null,
      unread: unread.some(over),
    };
  });
}
