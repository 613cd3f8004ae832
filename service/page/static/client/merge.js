/** Merging: an answer in which known sentences are short, made whole again with those of an earlier answer. */

/** The sentences of a whole answer by their id, the headline's among them. */
export function remember(answer) {
  const all = [...(answer.sentences ?? []), ...(answer.headline ? [answer.headline] : [])];
  return new Map(all.map((sentence) => [sentence.id, sentence]));
}

/**
 * The answer with every sentence in full, or null where one cannot be made whole: then ask again without `known`.
 * `read(segment, headline)` gives the text that a sentence's offsets count into.
 */
export function merge(answer, remembered, read) {
  const headline = whole(answer.headline, remembered, read, true);
  const sentences = answer.sentences.map((sentence) => whole(sentence, remembered, read, false));
  if (headline === undefined || sentences.includes(undefined)) return null;
  return { ...answer, headline, sentences };
}

function whole(sentence, remembered, read, isHeadline) {
  if (!sentence?.known) return sentence;
  const before = remembered.get(sentence.id);
  const text = read(sentence.segment, isHeadline)?.slice(sentence.start, sentence.end);
  // An id names what is read; marks without a shape are not, so the words themselves are compared too.
  if (!before || before.text !== text) return undefined;
  const { id, segment, start, end, attributions } = sentence;
  const moved = start - before.start;
  return {
    ...before,
    ...{ id, segment, start, end, attributions, known: false },
    cues: before.cues.map((cue) => shifted(cue, moved)),
    ignored: before.ignored.map((one) => ({ ...shifted(one, moved), segment })),
  };
}

function shifted(place, by) {
  return { ...place, start: place.start + by, end: place.end + by };
}
