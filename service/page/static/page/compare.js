/** Comparing: an earlier version beside the newer one, sentence by sentence. */
import { make } from "../element/build.js";
import { byId } from "./by_id.js";
import { KINDS, countsOf, ratingChange, rowsOf } from "./changes.js";
import { changesTable } from "./changes_table.js";
import { counted } from "../element/numbers.js";

/** The comparison in place of the article, while it is open. */
export class Comparison {
  #asking = null; // the AbortController of what is shown or asked for
  #form = byId("earlier");
  #shown = byId("changes");

  /**
   * `versions()` gives {earlier, now}, `ask(earlier, now, {signal})` compares them, `onearlier({title, text})` gets the
   * version that was pasted, `onchosen(index)` hears which sentence is to be looked at, `onproblem(problem)` why not.
   */
  constructor({ versions, ask, onearlier, onchosen, onproblem }) {
    Object.assign(this, { versions, ask, onchosen, onproblem });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { title, text } = this.#form.elements;
      if (!text.value.trim()) return;
      onearlier({ title: title.value, text: text.value });
      this.open();
    });
  }

  get isOpen() {
    return this.#asking !== null;
  }

  /** Compare the versions that there are, or ask for the earlier one. */
  async open() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#show(true);
    const { earlier, now } = this.versions();
    if (!earlier) {
      this.#paste();
      return;
    }
    this.#wait();
    try {
      const found = await this.ask(earlier, now, { signal: asking.signal });
      this.#fill(found);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.#shown.replaceChildren();
      this.onproblem(error);
    }
  }

  close() {
    this.#asking?.abort();
    this.#asking = null;
    this.#show(false);
  }

  #show(open) {
    byId("compare").setAttribute("aria-pressed", String(open));
    byId("comparison").hidden = !open;
    byId("article").hidden = open;
  }

  #paste() {
    this.#form.hidden = false;
    this.#shown.replaceChildren();
    this.#form.elements.text.focus();
  }

  #wait() {
    this.#form.hidden = true;
    this.#shown.replaceChildren(make("p", { role: "status" }, "Comparing…"));
  }

  #fill(comparison) {
    const table = changesTable(rowsOf(comparison), this.onchosen);
    const only = make("input", { type: "checkbox" });
    only.addEventListener("change", () => table.toggleAttribute("data-changed-only", only.checked));
    this.#shown.replaceChildren(
      make("p", { class: "verdict" }, ratingChange(comparison)),
      make("ul", { class: "counts", "aria-label": "What changed" }, ...countsOf(comparison.changes).map(countEntry)),
      make("div", { class: "row" },
        make("label", { class: "check" }, only, " Only what changed"),
        make("button", { type: "button", on: { click: () => this.#paste() } }, "Another earlier version"),
      ),
      table,
    );
    byId("comparison-head").focus();
  }
}

function countEntry([kind, count]) {
  const { word, mark } = KINDS[kind];
  return make("li", { "data-kind": kind }, make("span", { "aria-hidden": "true" }, mark), ` ${counted(count, "sentence")} ${word}`);
}
