/** A text field that lies exactly over a marked text: what is typed shows at once, the marks show through. */
import { difference } from "./change.js";
import { make } from "./build.js";

/** A marked text that can be edited where it stands; `edited(text)` is called after each input. */
export class Editor {
  constructor(marked, { label, singleLine = false, edited, moved }) {
    this.marked = marked;
    this.singleLine = singleLine;
    this.edited = edited;
    this.field = make("textarea", {
      "aria-label": label,
      rows: 1,
      spellcheck: "true",
      hidden: true,
      on: {
        input: () => this.#changed(),
        compositionstart: () => (this.composing = true),
        compositionend: () => (this.composing = false),
        keydown: (event) => this.#key(event),
        // A field tells where its caret is only by the events that may have moved it.
        ...Object.fromEntries(["keyup", "pointerup", "focus"].map((name) => [name, () => this.#moved(moved)])),
      },
    });
    this.root = make("div", { class: "sheet" }, marked.root, this.field);
    this.text = "";
    this.composing = false;
    this.last = null;
  }

  /** Whether the text is being edited. */
  get open() {
    return !this.field.hidden;
  }

  /** The index of the sentence that the caret is in, or null. */
  get at() {
    return this.marked.indexAt(this.field.selectionStart);
  }

  /** Take over a text from outside; the caret stays at its distance from what has not changed. */
  set(text) {
    // While an accent or a character is being composed the field must not be touched; what it holds is newer.
    if (this.composing) return;
    this.text = text;
    if (!this.open) return;
    this.text = text.replace(/\r\n?/gu, "\n");
    if (this.field.value === this.text) return;
    const change = difference(this.field.value, this.text);
    const { selectionStart: start, selectionEnd: end } = this.field;
    const shift = change.inserted.length - (change.end - change.start);
    this.field.value = this.text;
    const now = (at) => (at <= change.start ? at : Math.max(change.start, at + shift));
    this.field.setSelectionRange(now(start), now(end));
  }

  /** Begin or end the editing; the marks stay where they are. */
  toggle(open) {
    if (open === this.open) return;
    this.field.hidden = !open;
    this.marked.root.inert = open;
    this.root.classList.toggle("editing", open);
    if (!open) return;
    this.field.value = this.text;
    // A field has its own line ends: where the text had others it has changed.
    this.#changed();
  }

  /** Put the caret at an offset of the text. */
  focus(offset) {
    this.field.setSelectionRange(offset, offset);
    this.field.focus({ preventScroll: true });
  }

  #moved(moved) {
    const { at } = this;
    if (at === this.last) return;
    this.last = at;
    moved(at);
  }

  #key(event) {
    if (this.singleLine && event.key === "Enter") event.preventDefault();
  }

  #changed() {
    if (this.singleLine && this.field.value.includes("\n")) this.field.value = this.field.value.replace(/\s*\n\s*/gu, " ");
    const change = difference(this.text, this.field.value);
    if (!change) return;
    this.text = this.field.value;
    this.marked.edit(change);
    this.edited(this.text);
  }
}
