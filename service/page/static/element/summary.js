/** The head of the page: the article's grade, its levels, the reasons, and what the house's rules say. */
import { make } from "./build.js";
import { levelBadge, levelBar, ratingScale } from "./charts.js";
import { levelCounts } from "./findings.js";
import { counted, wholePoints } from "./numbers.js";
import { GATE, adviceTitle, ratingNote, sentenceCase } from "./words.js";

/** How many places are linked by number before the rest is only counted. */
const MOST = 14;

/** The parts of the head for an answer; `grades` says where each grade begins, `show` goes to a sentence. */
export function summaryOf(answer, { grades, show }) {
  return [
    make("section", { class: "grade", "aria-label": "Rating" }, ...(answer.rating ? rated(answer.rating, grades) : unrated(answer))),
    make("section", { class: "why", "aria-label": "Reasons" }, levels(answer), reasons(answer.rating)),
    rules(answer, show),
  ];
}

function rated(rating, grades) {
  const scored = rating.scored === rating.sentences ? "" : ` of ${rating.sentences}`;
  return [
    make("p", { class: "letter", "data-grade": rating.grade }, make("span", { class: "unseen" }, "Grade "), rating.grade),
    make("div", {},
      make("p", { class: "label" }, make("b", {}, sentenceCase(rating.label)), make("span", {}, ` ${wholePoints(rating.score)} of 100`)),
      ratingScale(rating, grades),
      make("p", { class: "fine" }, `From ${rating.scored}${scored} sentences. It rates the evidence that the text shows, not whether it is true.`)),
  ];
}

function unrated(answer) {
  return [
    make("p", { class: "letter", "data-grade": "none", "aria-hidden": "true" }, "–"),
    make("p", { class: "label" }, ratingNote(answer.rating_note)),
  ];
}

function levels(answer) {
  const counts = levelCounts(answer.sentences).filter(([, count]) => count > 0);
  if (!counts.length) return null;
  const total = counted(answer.sentences.length, "sentence");
  const items = counts.map(([level, count]) => make("li", {}, levelBadge(level), make("b", {}, ` ${count}`)));
  return make("div", { class: "counts" }, levelBar(counts), make("ul", { "aria-label": `${total} by level` }, ...items));
}

function reasons(rating) {
  if (!rating?.reasons.length) return null;
  return make("ul", { class: "reasons" }, ...rating.reasons.map((reason) => make("li", {}, reason)));
}

function rules(answer, show) {
  const { action, reasons: broken } = answer.gate;
  const items = [
    ...broken.map((reason) => make("li", { "data-action": reason.action }, reason.message, " ", links(reason, show))),
    ...answer.advice.map(({ code, message }) => make("li", {}, make("b", {}, `${adviceTitle(code)}. `), message)),
  ];
  return make("section", { class: "gate", "data-action": action, "aria-label": "The house’s rules" },
    make("h2", {}, GATE[action] ?? sentenceCase(action)),
    items.length ? make("ul", {}, ...items) : null);
}

function links({ code, sentences, headline }, show) {
  const places = [...(headline ? ["headline"] : []), ...sentences];
  if (!places.length) return null;
  const shown = places.slice(0, MOST).map((at) => link(at, code, show));
  const rest = places.length > MOST ? ` and ${places.length - MOST} more` : null;
  return make("span", { class: "places" }, sentences.length === 1 ? "Sentence " : sentences.length ? "Sentences " : "", ...shown, rest);
}

/** A link to a sentence by its number, or to the headline. */
export function link(at, group, show) {
  const words = at === "headline" ? "headline" : String(at + 1);
  const label = at === "headline" ? "Go to the headline" : `Go to sentence ${at + 1}`;
  return make("button", { type: "button", class: "number", "aria-label": label, "data-key": `${group}-${at}`, on: { click: () => show(at) } }, words);
}
