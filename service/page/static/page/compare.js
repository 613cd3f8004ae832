/** Comparing: an earlier version beside the newer one, sentence by sentence. */

import { make } from "../element/build.js";
import { levelWords } from "../element/words.js";
import { byId } from "./by_id.js";
import { KINDS, countsOf, moved, ratingChange, rowsOf } from "./changes.js";
import { counted } from "./words.js";

/**
 * `onearlier({title, text})` gets the version that was pasted, `onother()` is asked for another one, `onchosen(index)`
 * hears which sentence of the newer version is to be looked at.
 */
export function mountCompare({ onearlier, onother, onchosen }) {
  const form = byId("earlier");
  const shown = byId("changes");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { title, text } = form.elements;
    if (text.value.trim()) onearlier({ title: title.value, text: text.value });
  });
  return {
    ask() {
      form.hidden = false;
      shown.replaceChildren();
      form.elements.text.focus();
    },
    wait() {
      form.hidden = true;
      if (!shown.firstChild) shown.replaceChildren(make("p", { role: "status" }, "Comparing…"));
    },
    fail() {
      shown.replaceChildren();
    },
    show(comparison) {
      form.hidden = true;
      shown.replaceChildren(...parts(comparison, onother, onchosen));
    },
  };
}

function parts(comparison, onother, onchosen) {
  const table = changesTable(rowsOf(comparison), onchosen);
  const only = make("input", { type: "checkbox", on: { change: () => table.toggleAttribute("data-changed-only", only.checked) } });
  return [
    make("p", { class: "verdict" }, ratingChange(comparison)),
    make("ul", { class: "counts", "aria-label": "What changed" }, ...countsOf(comparison.changes).map(countEntry)),
    make("div", { class: "row" },
      make("label", { class: "check" }, only, " Only what changed"),
      make("button", { type: "button", on: { click: onother } }, "Another earlier version"),
    ),
    table,
  ];
}

function countEntry([kind, count]) {
  const { word, mark } = KINDS[kind];
  return make("li", { "data-kind": kind }, make("span", { "aria-hidden": "true" }, mark), ` ${counted(count, "sentence")} ${word}`);
}

function changesTable(rows, onchosen) {
  const heads = ["Change", "Earlier", "Now"].map((head) => make("th", { scope: "col" }, head));
  return make("table", { class: "changes" },
    make("caption", { class: "unseen" }, "Sentences of the earlier version beside those of the newer one"),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows.map((row) => changeRow(row, onchosen))),
  );
}

function changeRow({ kind, before, after, place, moved: by }, onchosen) {
  const { word, mark } = KINDS[kind];
  const points = moved(by);
  const sign = make("span", { "aria-hidden": "true", class: "mark" }, mark);
  const look = after && make("button", { type: "button", class: "look", on: { click: () => onchosen(place) } }, "Look at it");
  return make("tr", { "data-kind": kind },
    make("th", { scope: "row" }, sign, ` ${word}`, points && points !== "±0" ? make("span", { class: "points" }, ` ${points} points`) : null),
    make("td", { "data-side": "Earlier" }, ...judged(before)),
    make("td", { "data-side": "Now" }, ...judged(after), look),
  );
}

function judged(sentence) {
  if (!sentence) return [make("span", { class: "aside" }, "not in this version")];
  return [
    make("span", { class: "chip", "data-level": sentence.level ?? "claimless" },
      make("span", { "aria-hidden": "true" }, `${levelWords(sentence.level).sign} `),
      levelWords(sentence.level).word,
    ),
    make("span", { class: "words" }, ` ${sentence.text}`),
  ];
}
