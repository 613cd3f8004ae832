/** The report: what was said of the article, laid out for paper. */

import { make } from "../element/build.js";
import { KIND } from "../element/words.js";
import { foot, gateLine, messagesOf, ratingLine, unitsOf } from "./export.js";
import { judgementOf } from "./words.js";

/** The nodes of the report. */
export function reportOf(article, answer, when = new Date()) {
  return [
    make("h2", {}, article.title?.trim() || "Untitled"),
    make("p", { class: "verdict" }, ratingLine(answer)),
    make("p", {}, gateLine(answer)),
    list("Why", answer.rating?.reasons ?? []),
    list("Before it goes out", messagesOf(answer)),
    table("Sentence by sentence", ["", "Sentence", "Evidence shown", "Advice"], unitsOf(answer).map(unitRow)),
    table("Sources", ["Source", "Kind", "Share"], answer.sources.map(sourceRow)),
    make("p", { class: "aside" }, `${foot(answer)} ${when.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })}.`),
  ].filter(Boolean);
}

function list(head, lines) {
  if (lines.length === 0) return null;
  return make("section", {}, make("h3", {}, head), make("ul", {}, ...lines.map((line) => make("li", {}, line))));
}

function table(head, columns, rows) {
  if (rows.length === 0) return null;
  const heads = columns.map((column) => (column ? make("th", { scope: "col" }, column) : make("td", {})));
  return make("table", {},
    make("caption", {}, head),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))))),
  );
}

function unitRow({ place, sentence }) {
  return [String(place), sentence.text, judgementOf(sentence), sentence.advice.map(({ message }) => message).join(" ")];
}

function sourceRow({ name, kind, share }) {
  return [name, KIND[kind], `${Math.round(100 * share)}%`];
}
