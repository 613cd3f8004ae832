/** The words of the page for the names of the contract; tests hold them to the service's own lists. */

export const LEVELS = Object.freeze(["none", "weak", "moderate", "solid", "strong"]);
/** By level: its word, its sign (the fuller the stronger) and what it means. */
export const LEVEL = Object.freeze({
  none: { word: "no evidence", sign: "○", meaning: "the text itself says that it is unknown, unconfirmed or without evidence" },
  weak: { word: "weak", sign: "◔", meaning: "hearsay, or a hedged claim that nobody named stands behind" },
  moderate: { word: "moderate", sign: "◑", meaning: "unnamed but described sources, another outlet’s report, or the outlet’s own reading" },
  solid: { word: "solid", sign: "◕", meaning: "a named source, or a concrete fact that can be checked" },
  strong: { word: "strong", sign: "●", meaning: "a document, or a named source about their own acts and views" },
});
export const NO_CLAIM = Object.freeze({ word: "no claim", sign: "–", meaning: "makes no factual claim" });

/** The words of a sentence's level, also where it makes no claim. */
export function levelWords(level) {
  return LEVEL[level] ?? NO_CLAIM;
}

export const SOURCING = Object.freeze({
  own: "the outlet’s own voice",
  named: "a named source",
  document: "a document or record",
  media: "another outlet",
  unnamed: "people without a name",
  hearsay: "nobody named: hearsay",
  none: "it makes no factual claim",
});
export const CERTAINTY = Object.freeze({
  doubted: "doubted by the text itself",
  possible: "put as possible",
  probable: "put as probable",
  certain: "put as certain",
});
export const KIND = Object.freeze({ named: "named", document: "document", media: "other outlet", unnamed: "unnamed" });
/** By kind of cue: its word and what such words do. */
export const CUE = Object.freeze({
  hearsay: { word: "hearsay", meaning: "told without saying by whom" },
  hedge: { word: "hedge", meaning: "makes the claim less certain" },
  doubt: { word: "doubt", meaning: "says that it is unknown or disputed" },
  anonymity: { word: "anonymity", meaning: "keeps a source without a name" },
  booster: { word: "booster", meaning: "insists" },
  report: { word: "report", meaning: "says that somebody said it" },
});
export const ROLE = Object.freeze({ headline: "headline", body: "body", heading: "heading", quote: "block quotation", caption: "caption" });

/** By code of advice, the gravest first: its title. */
export const ADVICE = Object.freeze({
  headline_stronger: "Headline stronger than the text",
  undermined: "Taken back at once",
  unevidenced: "No evidence by its own account",
  unattributed: "Attribution in doubt",
  hearsay: "Hearsay",
  vague_source: "Vague source",
  unnamed_source: "No reason for anonymity",
  secondhand: "Second-hand",
  hedge_without_source: "Hedge without a source",
  possibility_without_source: "Possibility without a source",
  booster_without_source: "Emphasis instead of evidence",
  interpretation: "Interpretation",
  single_source: "One source",
  no_source: "No source",
});

/** The title of an advice, also of one that a later release made. */
export function adviceTitle(code) {
  return ADVICE[code] ?? sentenceCase(code);
}

/** By component of the rating: its words, whether more of it is better (null: a mere count), and its unit. */
export const COMPONENT = Object.freeze({
  strength: { word: "Mean strength of the claims", more: true, unit: "share" },
  solid: { word: "Claims that are solid or strong", more: true, unit: "share" },
  weak: { word: "Claims that are weak or without evidence", more: false, unit: "share" },
  lead: { word: "Mean strength of the first eight claims", more: true, unit: "share" },
  named: { word: "Claims from named sources", more: true, unit: "share" },
  document: { word: "Claims from documents", more: true, unit: "share" },
  media: { word: "Claims from other outlets", more: false, unit: "share" },
  unnamed: { word: "Claims from unnamed sources", more: false, unit: "share" },
  hearsay: { word: "Hearsay", more: false, unit: "share" },
  interpretation: { word: "The outlet’s own interpretation", more: false, unit: "share" },
  hedged: { word: "Claims that are hedged or doubted", more: false, unit: "share" },
  evaluative: { word: "Judging words for each sentence", more: false, unit: "share" },
  concentration: { word: "What rests on the one source cited most", more: false, unit: "share" },
  no_claim: { word: "Sentences that make no claim", more: false, unit: "share" },
  manner: { word: "What articles worded and built like this are usually rated", more: true, unit: "points" },
  sources: { word: "Identified sources", more: true, unit: "count" },
  length: { word: "Claims", more: true, unit: "count" },
});

export const RATING_NOTE = Object.freeze({
  too_short: "No rating: the text makes fewer than three claims, too few to rate. Its sentences are judged one by one.",
  no_claims: "No rating: not one sentence makes a factual claim.",
  unsupported_language: "Not judged: the text does not seem to be English, and only English is read.",
  language_unclear: "Not judged: the text is too short to tell whether it is English.",
});

/** Why there is no rating, in a sentence. */
export function ratingNote(code) {
  return RATING_NOTE[code] ?? `No rating: ${plain(code ?? "none was given")}.`;
}

export const GATE = Object.freeze({
  allow: "Keeps to the house’s rules",
  warn: "To check before it goes out",
  block: "Not to go out like this",
});
export const IGNORED = Object.freeze({
  role_ignore: "blocks that the request told to ignore",
  unsupported_language: "in another language than English",
  language_unclear: "too short to tell whether it is English",
  markup: "markup",
  control_character: "control characters",
  invisible_character: "characters without a shape",
  script: "scripts and styles",
  navigation: "navigation, header and footer",
  form: "forms",
  embedded: "embedded content",
  metadata: "the page’s own title and facts",
  hidden: "hidden parts",
  boilerplate: "not part of the page’s main content",
});

/** A code as plain words: "no_claims" as "no claims". */
export function plain(code) {
  return String(code).replaceAll("_", " ");
}

/** A code as the beginning of a sentence. */
export function sentenceCase(words) {
  const text = plain(words);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
