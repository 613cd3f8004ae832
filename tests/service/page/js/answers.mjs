// Answers for the tests, small and whole.

export function sentence(text, start, more = {}) {
  return {
    id: more.id ?? `id of ${text}`,
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
    sourcing: { label: "hearsay", probability: 0.9 },
    certainty: { label: "probable", value: 2 },
    undermined: false,
    advice: [],
    ignored: [],
    cues: [],
    ...more,
  };
}

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
