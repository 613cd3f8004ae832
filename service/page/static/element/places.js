/** Where the sentences of an answer stand in the text as it is now, and the blocks and pieces that makes. */

export const SEGMENT_GAP = "\n\n";
/** How far a sentence may have moved since it was judged and still be found again. */
const REACH = 4000;
const BLANK_LINE = /\n[^\S\n]*\n\s*/gu;

/** The text that an answer's offsets count into: one text, or the segments' joined by a blank line. */
export function textOf(article) {
  if (article?.segments) return article.segments.map((segment) => segment.text).join(SEGMENT_GAP);
  return article?.text ?? "";
}

/** A function from a segment's id to where its text begins in `textOf(article)`. */
export function basesOf(article) {
  const bases = new Map();
  let at = 0;
  for (const segment of article?.segments ?? []) {
    bases.set(segment.id, at);
    at += segment.text.length + SEGMENT_GAP.length;
  }
  return (segment) => (segment === null ? 0 : (bases.get(segment) ?? 0));
}

/**
 * The sentences that still stand in `text`, in order, as {index, start, end}.
 *
 * One that was moved by an edit before it is found where it is now; one whose words have changed is left out.
 */
export function placed(sentences, text, base) {
  const found = [];
  let shift = 0;
  let from = 0;
  sentences.forEach((sentence, index) => {
    const expected = base(sentence.segment) + sentence.start;
    const start = find(sentence.text, text, expected + shift, from);
    if (start === null) return;
    shift = start - expected;
    from = start + sentence.text.length;
    found.push({ index, start, end: from });
  });
  return found;
}

function find(words, text, expected, from) {
  if (!words) return null;
  if (expected >= from && text.startsWith(words, expected)) return expected;
  const lowest = Math.max(from, expected - REACH);
  const at = text.slice(lowest, Math.max(lowest, expected) + REACH + words.length).indexOf(words);
  return at < 0 ? null : lowest + at;
}

/**
 * The text as blocks, each a list of pieces {start, end, index}; `index` is null for what is between sentences.
 *
 * A blank line ends a block and belongs to it, so blocks and pieces together are the text, character by character.
 */
export function blocksOf(text, places) {
  const pieces = [];
  let at = 0;
  for (const place of places) {
    if (place.start > at) pieces.push({ start: at, end: place.start, index: null });
    pieces.push(place);
    at = place.end;
  }
  if (at < text.length) pieces.push({ start: at, end: text.length, index: null });
  return broken(text, pieces);
}

function broken(text, pieces) {
  const blocks = [];
  let block = [];
  const close = () => {
    if (block.length) blocks.push(block);
    block = [];
  };
  for (const piece of pieces) {
    if (piece.index !== null) {
      block.push(piece);
      continue;
    }
    let from = piece.start;
    for (const line of text.slice(piece.start, piece.end).matchAll(BLANK_LINE)) {
      const to = piece.start + line.index + line[0].length;
      block.push({ start: from, end: to, index: null });
      close();
      from = to;
    }
    if (from < piece.end) block.push({ start: from, end: piece.end, index: null });
  }
  close();
  return blocks;
}

/** The number (from 1) of the block that each sentence stands in, by the sentence's index. */
export function paragraphs(blocks) {
  const numbers = new Map();
  let number = 0;
  for (const block of blocks) {
    const own = block.filter((piece) => piece.index !== null);
    if (own.length) number += 1;
    for (const piece of own) numbers.set(piece.index, number);
  }
  return numbers;
}

/** Whether a span lies within a sentence. */
export function holds(sentence, span) {
  return span.segment === sentence.segment && span.start >= sentence.start && span.end <= sentence.end;
}

/** The words of a span of the answer: out of its own sentence where it is in one, as the text may have been edited since. */
export function cut(answer, article, span) {
  const own = answer.sentences.find((sentence) => holds(sentence, span));
  const [text, from] = own ? [own.text, -own.start] : [textOf(article), basesOf(article)(span.segment)];
  return text.slice(from + span.start, from + span.end);
}
