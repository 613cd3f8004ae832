/**
 * <onrecord-article>: an article with the evidence that it shows, sentence by sentence.
 *
 * It shows an answer of POST /v1/score asked with `offset_unit: "utf16"` and makes no request itself.
 * Properties: article, answer, meta, options, view, busy, editing. Events: onrecord-edit, onrecord-view,
 * onrecord-editing, onrecord-correct, onrecord-dismiss. docs/page.md tells each.
 */
import { VIEW, carried, sentenceAt, viewOf } from "./element/filters.js";
import { textOf } from "./element/places.js";
import { Stage } from "./element/stage.js";
import { sheets } from "./element/style/sheets.js";
import { adviceTitle, levelWords, ratingNote, sentenceCase } from "./element/words.js";

const PROPERTIES = ["article", "answer", "meta", "options", "view", "busy", "editing"];
const OPTIONS = Object.freeze({ editable: false, correctable: false, dismissible: false });
/** The order in which parts are filled: later ones need what earlier ones made. */
const PARTS = ["text", "summary", "lists", "view", "reveal", "scroll"];

export class OnrecordArticle extends HTMLElement {
  #state = { article: null, answer: null, meta: null, options: OPTIONS, view: VIEW, pinned: null };
  #due = new Set();
  #busy = false;
  #stage;

  constructor() {
    super();
    this.#stage = new Stage(this.#listeners());
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = sheets();
    shadow.append(this.#stage.root);
    this.#stage.root.addEventListener("keydown", (event) => this.#escape(event));
    this.#later("text", "summary", "lists", "view");
  }

  connectedCallback() {
    // What was set before this class was here lies on the element itself, in the way of the accessors.
    for (const name of PROPERTIES.filter((one) => Object.hasOwn(this, one))) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  /** {title, text}, or {title, segments: [{id, text}]}: what the answer's offsets count into. */
  get article() {
    return this.#state.article;
  }

  set article(article) {
    this.#state.article = article ?? null;
    this.#stage.title.set(article?.title ?? "");
    this.#stage.body.set(textOf(article));
    this.#later("text", "view");
  }

  /** An answer of POST /v1/score with all its sentences in full; null where there is none yet. */
  get answer() {
    return this.#state.answer;
  }

  set answer(given) {
    const { answer: before, view, pinned } = this.#state;
    const answer = given ?? null;
    this.#state.answer = answer;
    if (!answer?.sources.some((source) => source.id === pinned)) this.#state.pinned = null;
    const selected = before && answer ? carried(view.selected, before, answer) : view.selected;
    if (selected !== view.selected) this.#change({ selected });
    if (answer) this.#announce(before, answer);
    this.#later("text", "summary", "lists", "view");
  }

  /** The answer of GET /v1/meta, or null: where levels and grades begin, and the labels that there are. */
  get meta() {
    return this.#state.meta;
  }

  set meta(meta) {
    this.#state.meta = meta ?? null;
    this.#later("summary", "view");
  }

  /** {editable, correctable, dismissible}: what is offered; nothing at first. */
  get options() {
    return { ...this.#state.options };
  }

  set options(options) {
    this.#state.options = Object.freeze({ ...OPTIONS, ...options });
    if (!this.#state.options.editable) this.editing = false;
    this.#later("view");
  }

  /** {selected, weak, unnamed, unquoted, sort}; setting it fires no event. */
  get view() {
    return { ...this.#state.view };
  }

  set view(view) {
    this.#state.view = Object.freeze(viewOf(view));
    this.#later("lists", "view", "scroll");
  }

  /** Whether an answer is on its way. */
  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = Boolean(busy);
    this.#stage.article.setAttribute("aria-busy", String(this.#busy));
    this.#stage.root.classList.toggle("busy", this.#busy);
  }

  /** Whether the text is being edited in place; only where `options.editable`, and not with segments. */
  get editing() {
    return this.#stage.body.open;
  }

  set editing(editing) {
    const open = Boolean(editing) && this.#state.options.editable && !this.#state.article?.segments;
    if (open === this.editing) return;
    this.#stage.title.toggle(open);
    this.#stage.body.toggle(open);
    this.#later("text", "view");
    this.#emit("onrecord-editing", { editing: open });
  }

  /** Tell the reader something, aloud too: what became of a correction, say. */
  say(message) {
    this.#stage.live.textContent = message;
    for (const output of this.#stage.panel.querySelectorAll("output")) output.textContent = message;
  }

  #listeners() {
    return {
      typed: () => this.#typed(),
      caret: (at) => this.#caret(at),
      select: (at) => this.#change({ selected: at }),
      show: (at) => this.#show(at),
      walked: (at) => this.#state.view.selected !== null && this.#change({ selected: at }),
      enter: (at) => this.#enter(at),
      close: () => this.#close(),
      change: (part) => this.#change(part),
      light: (id) => this.#light(id),
      pin: (id) => this.#pin(id),
      edit: (at) => this.#toggle(at),
      correct: (sentence, index, correction, store) => this.#emit("onrecord-correct", { sentence, index, correction, store }),
      dismiss: (sentence, index, code) => this.#emit("onrecord-dismiss", { sentence, index, dismissed: code }),
    };
  }

  #typed() {
    const { title, body } = this.#stage;
    this.#state.article = { title: title.text, text: body.text };
    this.#emit("onrecord-edit", { title: title.text, text: body.text });
  }

  #caret(at) {
    if (at !== null && at !== this.#state.view.selected) this.#change({ selected: at });
  }

  #show(at) {
    this.#change({ selected: at });
    this.#later("scroll");
    if (!this.editing) queueMicrotask(() => this.#stage.reading.focus(at));
  }

  #enter(at) {
    if (this.#state.view.selected === at) {
      this.#stage.panel.querySelector("h3")?.focus();
      return;
    }
    this.#change({ selected: at });
    const sentence = sentenceAt(this.#state.answer, at);
    const advice = sentence.advice.map(({ code }) => adviceTitle(code)).join(", ");
    const level = sentenceCase(levelWords(sentence.level).word);
    this.#stage.live.textContent = `${level}. ${advice && `${advice}. `}Press Enter again for all about it.`;
  }

  #close() {
    const { selected } = this.#state.view;
    if (selected === null) return;
    this.#change({ selected: null });
    if (!this.editing) this.#stage.reading.focus(selected);
  }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (this.#state.view.selected !== null) this.#close();
    else if (this.editing) this.#leave();
    else return;
    event.preventDefault();
  }

  #leave() {
    const { at } = this.#stage.body;
    this.editing = false;
    if (at === null) this.#stage.toolbar.edit.focus();
    else this.#stage.reading.focus(at);
  }

  #toggle(at) {
    const offset = at === null || at === "headline" ? 0 : this.#stage.body.marked.startOf(at);
    this.editing = at === null ? !this.editing : true;
    if (this.editing) (at === "headline" ? this.#stage.title : this.#stage.body).focus(offset);
  }

  #light(id) {
    const wanted = id ?? this.#state.pinned;
    this.#stage.light(this.#state.answer?.sources.find((source) => source.id === wanted) ?? null);
  }

  #pin(id) {
    this.#state.pinned = this.#state.pinned === id ? null : id;
    this.#later("lists", "view");
  }

  #change(part) {
    this.#state.view = Object.freeze(viewOf({ ...this.#state.view, ...part }));
    this.#later("lists", "view");
    if ("selected" in part) this.#later("reveal");
    this.#emit("onrecord-view", this.view);
  }

  #announce(before, answer) {
    const words = answer.rating ? `Grade ${answer.rating.grade}, ${answer.rating.label}.` : ratingNote(answer.rating_note);
    const had = before?.rating ? `Grade ${before.rating.grade}, ${before.rating.label}.` : before && ratingNote(before.rating_note);
    if (words !== had) this.#stage.live.textContent = words;
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Fill parts anew once all that is being set now is set. */
  #later(...parts) {
    if (!this.#due.size) queueMicrotask(() => this.#render());
    for (const part of parts) this.#due.add(part);
  }

  #render() {
    const due = this.#due;
    this.#due = new Set();
    for (const part of PARTS.filter((one) => due.has(one))) {
      this.#stage[part](this.#state);
    }
    this.#light(null);
  }
}

customElements.define("onrecord-article", OnrecordArticle);
