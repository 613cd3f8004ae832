/** Answers in miniature: what the contract has, with what a test does not speak of left as in a plain sentence. */

/** A sentence of `text` that begins at `start`. */
export function sentence(text, start = 0, more = {}) {
  return {
    id: `id of ${text}`,
    segment: null,
    start,
    end: start + text.length,
    text,
    role: "body",
    quoted: false,
    strength: 0.25,
    level: "weak",
    sourcing: { label: "own", probability: 0.9 },
    certainty: { label: "certain", value: 3 },
    undermined: false,
    attributions: [],
    advice: [],
    cues: [],
    ignored: [],
    ...more,
  };
}

/** Sentences one after another, with a space between them. */
export function inRow(...texts) {
  let start = 0;
  return texts.map((text) => {
    const one = sentence(text, start);
    start += text.length + 1;
    return one;
  });
}

/** An answer about some sentences. */
export function answer(sentences, more = {}) {
  return { headline: null, sentences, sources: [], attributions: [], ignored: [], advice: [], ...more };
}

/** A cue that is these words of a sentence. */
export function cue(text, words, kind = "hearsay", start = 0) {
  const at = start + text.indexOf(words);
  return { kind, subtype: "any", start: at, end: at + words.length, text: words, effect: -0.1 };
}
