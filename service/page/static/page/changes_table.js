/** The table of two versions, sentence beside sentence. */
import { make } from "../element/build.js";
import { levelWords } from "../element/words.js";
import { KINDS, moved } from "./changes.js";

/** The table for rows of page/changes.js; `onchosen(index)` hears which sentence of the newer one is to be looked at. */
export function changesTable(rows, onchosen) {
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
  const look = after && make("button", { type: "button", class: "look", "aria-label": `Look at sentence ${place + 1}`, on: { click: () => onchosen(place) } }, "Look at it");
  return make("tr", { "data-kind": kind },
    make("th", { scope: "row" }, sign, ` ${word}`, points ? make("span", { class: "points" }, ` ${points}`) : null),
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
