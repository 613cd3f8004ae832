/** What an editor may look at: the advice of all sentences, gathered by its code, and counts of levels. */
import { ADVICE, LEVELS } from "./words.js";

/** The advice as groups {code, message, at}, the gravest code first; `at` holds indexes, or "headline". */
export function findings(answer) {
  const groups = new Map();
  const told = [...(answer.headline ? [["headline", answer.headline]] : []), ...answer.sentences.entries()];
  for (const [at, sentence] of told) {
    for (const { code, message } of sentence.advice) {
      if (!groups.has(code)) groups.set(code, { code, message, at: [] });
      groups.get(code).at.push(at);
    }
  }
  const codes = Object.keys(ADVICE);
  const rank = (code) => (codes.includes(code) ? codes.indexOf(code) : codes.length);
  return [...groups.values()].sort((one, other) => rank(one.code) - rank(other.code));
}

/** How many sentences have each level, as [level, count], the weakest first and `null` (no claim) last. */
export function levelCounts(sentences) {
  return [...LEVELS, null].map((level) => [level, sentences.filter((one) => one.level === level).length]);
}

/** What was not judged, gathered by reason and by what it is of: {reason, of, parts}. */
export function leftOut(answer) {
  const groups = new Map();
  const inside = answer.sentences.flatMap((sentence) => sentence.ignored.map((part) => ({ of: "body", ...part })));
  for (const part of [...answer.ignored, ...inside]) {
    const key = `${part.of} ${part.reason}`;
    if (!groups.has(key)) groups.set(key, { reason: part.reason, of: part.of, parts: [] });
    groups.get(key).parts.push(part);
  }
  return [...groups.values()];
}
