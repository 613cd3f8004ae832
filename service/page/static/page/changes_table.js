/** The table of two versions, sentence beside sentence. */
import { make } from "../element/build.js";
import { levelWords } from "../element/words.js";
import { KINDS, moved } from "./changes.js";
import { standingOf } from "./words.js";

/** The table for rows of page/changes.js; `onchosen(index)` hears which sentence of the newer one is to be looked at. */
export function changesTable(rows, onchosen) {
  const heads = ["Change", "Earlier", "Now"].map((head) => make("th", { scope: "col" }, head));
  return make("table", { class: "changes" },
    make("caption", { class: "unseen" }, "Sentences of the earlier version beside those of the newer one"),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows.map((row) => changeRow(row, onchosen))),
  );
}

function changeRow(row, onchosen) {
  return make("tr", { "data-kind": row.kind },
    make("th", { scope: "row" }, ...change(row)),
    make("td", { "data-side": "Earlier" }, ...judged(row.before)),
    make("td", { "data-side": "Now" }, ...judged(row.after), row.after ? lookButton(row.place, onchosen) : null),
  );
}

function change({ kind, reworded, moved: by }) {
  const { word, mark } = KINDS[kind];
  const points = moved(by);
  const more = [points, reworded ? "reworded" : ""].filter(Boolean).join(", ");
  return [
    make("span", { "aria-hidden": "true", class: "mark" }, mark),
    ` ${word}`,
    more ? make("span", { class: "points" }, ` ${more}`) : null,
  ];
}

function lookButton(place, onchosen) {
  const which = place === "headline" ? "the headline" : `sentence ${place + 1}`;
  const attributes = { type: "button", class: "look", "aria-label": `Look at it: ${which}` };
  return make("button", { ...attributes, on: { click: () => onchosen(place) } }, "Look at it");
}

function judged(sentence) {
  if (!sentence) return [make("span", { class: "aside" }, "not in this version")];
  const { sign, word } = levelWords(sentence.level);
  return [
    make("span", { class: "chip", "data-level": sentence.level }, make("span", { "aria-hidden": "true" }, `${sign} `), word),
    make("span", { class: sentence.role === "headline" ? "words head" : "words" }, ` ${sentence.text}`),
    sentence.level === null ? null : make("span", { class: "aside" }, standingOf(sentence)),
  ];
}
