/** The bar above the text: editing, filters and the key to the marks. */
import { make } from "./build.js";
import { levelBadge } from "./charts.js";
import { CUE, LEVEL, LEVELS, NO_CLAIM } from "./words.js";

const LABELS = Object.freeze({ weak: "Only weak", unnamed: "Only unnamed or hearsay", unquoted: "Without quotations" });

/** The bar; `on.edit()` and `on.filter(name, kept)` are called. */
export class Toolbar {
  constructor(on) {
    this.edit = make("button", { type: "button", class: "edit", "aria-pressed": "false", hidden: true, on: { click: on.edit } }, "Edit the text");
    this.boxes = Object.fromEntries(Object.entries(LABELS).map(([name, words]) => {
      const box = make("input", { type: "checkbox", name, on: { change: () => on.filter(name, box.checked) } });
      return [name, { box, label: make("label", { class: "check" }, box, make("span", {}, words)) }];
    }));
    this.found = make("span", { class: "found", role: "status" });
    const filters = make("fieldset", {}, make("legend", { class: "unseen" }, "Sentences to pick out"), ...Object.values(this.boxes).map(({ label }) => label), this.found);
    this.root = make("div", { class: "toolbar" }, this.edit, filters, key());
  }

  /** Show whether the text can be and is edited. */
  editing(offered, open) {
    this.edit.hidden = !offered;
    this.edit.setAttribute("aria-pressed", String(open));
    this.edit.textContent = open ? "Done editing" : "Edit the text";
  }

  /** Show the view's filters, and what they find. */
  filters(view, found) {
    for (const [name, { box }] of Object.entries(this.boxes)) box.checked = view[name];
    if (this.found.textContent !== found) this.found.textContent = found;
  }
}

function key() {
  const levels = LEVELS.map((level) => [levelBadge(level), LEVEL[level].meaning]);
  const cues = Object.entries(CUE).map(([kind, { word, meaning }]) => [make("span", { class: "cue", "data-cue": kind }, word), meaning]);
  const rows = [...levels, [levelBadge(null), NO_CLAIM.meaning], ...cues, [make("span", { class: "mention opens closes" }, "source"), "someone or something that is cited"]];
  return make("details", { class: "key" },
    make("summary", {}, "Key to the marks"),
    make("dl", {}, ...rows.flatMap(([sign, meaning]) => [make("dt", {}, sign), make("dd", {}, meaning)])),
    make("p", {}, "Keys, on a sentence: j or ↓ the next, k or ↑ the one before, Enter opens it, Escape closes it."));
}
