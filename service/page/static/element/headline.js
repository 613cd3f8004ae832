/** The headline against the body: the sentences nearest to it in words, and what it leaves out of them. */
import { LEVELS } from "./words.js";

const WORD = /[\p{L}\p{N}]+/gu;
const COMMON = new Set(
  ("a an and are as at be been but by can could did do does for from had has have he her his how in into is it its " +
    "may might more most no not of off on or our out over said say says she should so than that the their them then " +
    "there they this to up was we were what when where which who will with would you your after before about amid new")
    .split(" "),
);
const WEAKENING = new Set(["hedge", "doubt", "hearsay", "anonymity"]);
/** The share of the headline's words that a sentence must have to tell the same. */
const LEAST = 0.4;
const MOST = 3;

/** The words of a text that carry its content, without their commonest endings. */
export function contentWords(text) {
  const words = (text.toLowerCase().match(WORD) ?? []).filter((word) => !COMMON.has(word));
  return new Set(words.map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/u, "") : word)));
}

/** The indexes of the sentences that tell what the headline does, the nearest first. */
export function nearest(headline, sentences) {
  const wanted = contentWords(headline.text);
  const shares = sentences.map((sentence, index) => {
    const own = contentWords(sentence.text);
    const common = [...wanted].filter((word) => own.has(word)).length;
    return { index, common, share: common / wanted.size };
  });
  const near = shares.filter((one) => one.common >= 2 && one.share >= LEAST);
  near.sort((one, other) => other.share - one.share || one.index - other.index);
  return near.slice(0, MOST).map((one) => one.index);
}

/**
 * What the headline makes of the body: {matches, dropped, stronger, advice}, or null without a headline.
 *
 * `dropped` are the weakening cues of the matching sentences, as {index, words}, where the headline has none;
 * `stronger` says that its level is above that of every match.
 */
export function compared(answer) {
  const { headline, sentences } = answer;
  if (!headline) return null;
  const matches = nearest(headline, sentences);
  const rank = (sentence) => LEVELS.indexOf(sentence.level);
  const hedged = headline.cues.some((cue) => WEAKENING.has(cue.kind));
  return {
    matches,
    dropped: hedged ? [] : matches.flatMap((index) => weakening(sentences[index], index)),
    stronger: matches.length > 0 && matches.every((index) => rank(sentences[index]) < rank(headline)),
    advice: headline.advice,
  };
}

function weakening(sentence, index) {
  const words = sentence.cues.filter((cue) => WEAKENING.has(cue.kind)).map((cue) => cue.text);
  return [...new Set(words)].map((text) => ({ index, words: text }));
}
