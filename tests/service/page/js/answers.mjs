/** Answers in miniature: what the contract has, with what a test does not speak of left small and plain. */

/** A sentence of `text` that begins at `start`: weak, without cues. */
export function sentence(text, start = 0, more = {}) {
  return {
    id: `id of ${text}`,
    segment: null,
    start,
    end: start + text.length,
    known: false,
    attributions: [],
    text,
    role: "body",
    quoted: false,
    strength: 0.25,
    level: "weak",
    probabilities: [0, 1, 0, 0, 0],
    sourcing: { label: "own", probability: 0.9 },
    certainty: { label: "certain", value: 3 },
    undermined: false,
    advice: [],
    ignored: [],
    cues: [],
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
  return {
    hash: "h1",
    offset_unit: "utf16",
    model: { name: "onrecord-en", version: "1.1.0" },
    policy: { name: "default", version: "1" },
    unchanged: false,
    text: null,
    rating: { score: 31.4, grade: "D", label: "weakly evidenced", interval: [22.2, 40.9], reasons: ["Hearsay."], components: {} },
    rating_note: null,
    gate: { action: "warn", reasons: [{ code: "mostly_anonymous", action: "warn", message: "Mostly anonymous.", sentences: [0] }] },
    advice: [{ code: "no_source", message: "No source is cited." }],
    headline: null,
    sentences,
    attributions: [],
    sources: [],
    ignored: [],
    ...more,
  };
}

/** A cue that is these words of a sentence. */
export function cue(text, words, kind = "hearsay", start = 0) {
  const at = start + text.indexOf(words);
  return { kind, subtype: "any", start: at, end: at + words.length, text: words, effect: -0.1 };
}
