/** Words of the page's own; those of the answer's labels are the component's (element/words.js). */
import { CERTAINTY, SOURCING, levelWords } from "../element/words.js";

export const LIMITS =
  "This says how well the text shows its evidence. It does not say whether the text is true, nor anything about its publisher.";

/** Who stands behind a sentence's claim, and how certain it is put. */
export function standingOf(sentence) {
  const parts = [SOURCING[sentence.sourcing.label], CERTAINTY[sentence.certainty.label]];
  return [...parts, ...(sentence.undermined ? ["taken back by the next sentence"] : [])].join(", ");
}

/** What is said of a sentence, in the words of its labels. */
export function judgementOf(sentence) {
  const level = levelWords(sentence.level).word;
  return sentence.level === null ? level : `${level}, ${standingOf(sentence)}`;
}

/** A whole number other than nought, with its sign. */
export function signed(number) {
  return `${number > 0 ? "+" : "−"}${Math.abs(number)}`;
}
