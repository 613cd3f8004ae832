/** The panel about one sentence: what it is worth, why, who says it, and what may be done. */
import { make } from "./build.js";
import { levelBadge, probabilityChart, strengthScale } from "./charts.js";
import { correctionForm } from "./correction.js";
import { effectOf, excerpt, sureness } from "./numbers.js";
import { CERTAINTY, CUE, KIND, SOURCING, adviceTitle, levelWords, plain } from "./words.js";

/**
 * The parts of the panel about `sentence`.
 *
 * `place` says where it stands in words, `speakers` who says it, `thresholds` where levels begin, `vocabulary` the labels
 * that it may have; `on` are the listeners: close, source, correct, dismiss (the last two absent where not offered).
 */
export function panelOf(sentence, { place, speakers, thresholds, vocabulary, on }) {
  return [
    make("header", {},
      make("h3", { tabindex: -1, "data-key": "panel" }, levelBadge(sentence.level), " ", make("small", {}, place)),
      make("button", { type: "button", class: "close", "aria-label": "Close (Escape)", "data-key": "close", on: { click: on.close } }, "×")),
    make("blockquote", {}, excerpt(sentence.text, 160)),
    sentence.strength === null ? make("p", {}, "It makes no factual claim, so there is nothing to evidence.") : judged(sentence, thresholds),
    sentence.undermined && !sentence.advice.some(({ code }) => code === "undermined") ? make("p", { class: "note" }, "The next sentence takes this back or calls it unverified.") : null,
    ...adviceOf(sentence, on.dismiss),
    ...speakersOf(speakers, on.source),
    ...cuesOf(sentence),
    ...likely(sentence),
    on.correct ? correctionForm(sentence, vocabulary, on.correct) : null,
  ];
}

function judged(sentence, thresholds) {
  const { sourcing, certainty } = sentence;
  return make("div", { class: "judged" },
    make("p", { class: "strength" }, make("b", {}, String(Math.round(100 * sentence.strength))), " of 100, how strong its stated evidence is"),
    strengthScale(sentence, thresholds),
    make("p", { class: "meaning" }, `${levelWords(sentence.level).word}: ${levelWords(sentence.level).meaning}.`),
    make("dl", {},
      make("dt", {}, "Behind the claim"),
      make("dd", {}, `${SOURCING[sourcing.label] ?? plain(sourcing.label)} `, make("small", {}, `(${sureness(sourcing.probability)})`)),
      make("dt", {}, "How certain"),
      make("dd", {}, CERTAINTY[certainty.label] ?? plain(certainty.label)),
      sentence.quoted ? [make("dt", {}, "Speech"), make("dd", {}, "inside quotation marks")] : null),
  );
}

function adviceOf(sentence, dismiss) {
  return sentence.advice.map(({ code, message }) => make("div", { class: "advice" },
    make("h4", {}, adviceTitle(code)),
    make("p", {}, message),
    dismiss ? make("button", { type: "button", class: "quiet", "data-key": `dismiss-${code}`, on: { click: () => dismiss(code) } }, "This does not hold here") : null,
  ));
}

function speakersOf(speakers, show) {
  if (!speakers.length) return [];
  return [make("h4", {}, "Who said it"), make("ul", {}, ...speakers.map((one) => make("li", {}, speaker(one, show))))];
}

function speaker({ who, kind, id, words, relays }, show) {
  const cue = `: “${words}”`;
  if (who === null) return [make("i", {}, "nobody named"), cue];
  const name = id === null ? who : make("button", { type: "button", class: "link", "data-source": id, "data-key": `speaker-${id}-${words}`, on: { click: () => show(id) } }, who);
  return [name, kind ? ` (${KIND[kind] ?? plain(kind)})` : null, cue, relays ? `, passing on ${relays}` : null];
}

function cuesOf(sentence) {
  if (!sentence.cues.length) return [];
  const order = [...sentence.cues].sort((one, other) => Math.abs(other.effect) - Math.abs(one.effect));
  return [make("h4", {}, "Words that signal it"), make("ul", { class: "cues" }, ...order.map(cue))];
}

function cue({ kind, text, effect }) {
  const { sign, words } = effectOf(effect);
  const push = effect < 0 ? "lowers" : effect > 0 ? "raises" : "even";
  return make("li", { class: push },
    make("span", { class: "sign", "aria-hidden": "true" }, sign),
    make("span", {}, make("span", { class: "cue", "data-cue": kind }, text), " ", make("small", {}, `${CUE[kind]?.word ?? plain(kind)}: ${words}`)),
  );
}

function likely(sentence) {
  if (sentence.strength === null) return [];
  return [make("h4", {}, "How likely each level is"), probabilityChart(sentence.probabilities, sentence.level)];
}
