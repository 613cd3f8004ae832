/** The report: what the component does not print, a table of the sentences, laid out for paper. */
import { make } from "../element/build.js";
import { byId } from "./by_id.js";
import { foot, unitsOf } from "./export.js";
import { judgementOf } from "./words.js";

const COLUMNS = ["Place", "Sentence", "Evidence shown", "Advice"];
const DATE = { dateStyle: "long", timeStyle: "short" };

/** Have the report made when it is printed; `current()` gives {article, answer}, or null where there is none. */
export function mountReport(current) {
  const prepare = () => {
    const shown = current();
    // Without an answer the report of the article before must not be printed under this one.
    byId("report").replaceChildren(...(shown ? reportOf(shown.answer) : []));
  };
  byId("print").addEventListener("click", () => print());
  addEventListener("beforeprint", prepare);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && prepare());
}

function reportOf(answer, when = new Date()) {
  const heads = COLUMNS.map((column) => make("th", { scope: "col" }, column));
  return [
    make("table", {},
      make("caption", {}, "Sentence by sentence"),
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...unitsOf(answer).map((unit) => make("tr", {}, ...cells(unit)))),
    ),
    make("p", { class: "aside" }, `${foot(answer)} ${when.toLocaleString("en-GB", DATE)}.`),
  ];
}

function cells({ place, sentence }) {
  const advice = sentence.advice.map(({ message }) => message).join(" ");
  return [String(place), sentence.text, judgementOf(sentence), advice].map((cell) => make("td", {}, cell));
}
