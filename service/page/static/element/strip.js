/** The strip along the article: every sentence in its place, as long as its text, as wide as its strength. */
import { make } from "./build.js";
import { picked } from "./filters.js";
import { levelWords, sentenceCase } from "./words.js";

/** The cells of the strip; `data-index` says which sentence each is. */
export function stripOf(sentences, view) {
  return sentences.map((sentence, index) => {
    const cell = make("div", {
      "data-index": index,
      "data-level": sentence.level ?? "no-claim",
      "data-dim": !picked(sentence, view),
      title: `Sentence ${index + 1}: ${levelWords(sentence.level).word}`,
    }, make("i", {}));
    cell.style.setProperty("--length", sentence.end - sentence.start);
    cell.style.setProperty("--strength", sentence.strength ?? 0);
    return cell;
  });
}

/** What the strip shows, in words. */
export function stripLabel(sentences) {
  const thirds = [0, 1, 2].map((third) => {
    const from = Math.floor((third * sentences.length) / 3);
    const claims = sentences.slice(from, Math.floor(((third + 1) * sentences.length) / 3)).filter((one) => one.strength !== null);
    if (!claims.length) return "no claims";
    return `${Math.round((100 * claims.reduce((sum, one) => sum + one.strength, 0)) / claims.length)} of 100`;
  });
  return sentenceCase(`strength by position: first third ${thirds[0]}, second ${thirds[1]}, last ${thirds[2]}`);
}
