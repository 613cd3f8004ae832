/** The parts of the element, and how each is filled from its state. */
import { make, refill } from "./build.js";
import { Editor } from "./editor.js";
import { isFiltered, picked, sentenceAt } from "./filters.js";
import { findings, leftOut } from "./findings.js";
import { checkList, componentList, leftOutList, sourceTable } from "./lists.js";
import { Marked } from "./marked.js";
import { counted } from "./numbers.js";
import { panelOf } from "./panel.js";
import { basesOf, cut, paragraphs } from "./places.js";
import { Reading } from "./reading.js";
import { mentionsOf } from "./runs.js";
import { speakers } from "./sources.js";
import { stripLabel, stripOf } from "./strip.js";
import { summaryOf } from "./summary.js";
import { Tabs } from "./tabs.js";
import { Toolbar } from "./toolbar.js";
import { CERTAINTY, LEVELS, SOURCING } from "./words.js";

const TABS = Object.freeze({ check: "To check", sources: "Sources", rating: "Rating", out: "Left out" });

/**
 * The whole tree of the element. `on` is told what the reader does: typed(), select(at), show(at), walked(at), enter(at),
 * close(), change(view), light(id), pin(id), edit(at), correct(sentence, correction, store), dismiss(sentence, code).
 */
export class Stage {
  constructor(on) {
    this.on = on;
    this.title = new Editor(new Marked("Headline", "h2"), { label: "Headline", singleLine: true, edited: on.typed, moved: (at) => on.caret(at === null ? null : "headline") });
    this.body = new Editor(new Marked("Text"), { label: "Text", edited: on.typed, moved: (at) => on.caret(at) });
    this.toolbar = new Toolbar({ edit: () => on.edit(null), filter: (name, kept) => on.change({ [name]: kept }) });
    this.tabs = new Tabs("About the article", TABS);
    this.head = make("div", { class: "head", part: "head" });
    this.strip = make("div", { class: "strip", role: "img", on: { click: (event) => this.#jump(event) } });
    this.empty = make("p", { class: "empty" });
    this.article = make("div", { class: "article", part: "article" }, this.title.root, this.body.root, this.empty);
    this.panel = make("section", { class: "panel", part: "panel", "aria-label": "The selected sentence", hidden: true });
    this.live = make("p", { class: "unseen", role: "status" });
    this.reading = new Reading(this.article, { ...on, at: (node) => this.#at(node), node: (at) => this.node(at), order: () => this.order });
    this.order = [];
    this.paragraphs = new Map();
    const side = make("div", { class: "side" }, this.panel, this.tabs.root);
    this.columns = make("div", { class: "columns" }, this.strip, this.article, side);
    this.root = make("div", { class: "frame" }, this.head, this.toolbar.root, this.columns, this.live);
  }

  /** The element of a sentence, by its index or "headline". */
  node(at) {
    return at === "headline" ? this.title.marked.node(0) : this.body.marked.node(at);
  }

  /** Show the article with the marks of its answer. */
  text({ article, answer }) {
    const none = { sentences: [], ignored: [] };
    const { sentences, ignored } = answer ?? none;
    const own = (of) => (answer ? ignored.filter((part) => part.of === of) : []);
    const headline = answer?.headline ? [answer.headline] : [];
    this.title.marked.show(this.title.text, headline, () => 0, { ignored: own("title") });
    const mentions = answer ? mentionsOf(answer) : new Map();
    const blocks = this.body.marked.show(this.body.text, sentences, basesOf(article), { mentions, ignored: own("body") });
    this.paragraphs = paragraphs(blocks);
    this.title.root.hidden = !this.title.text && !this.title.open;
  }

  /** Show the grade, its reasons and the gate. */
  summary({ answer, meta }) {
    const grades = meta?.policies.find((one) => one.name === answer?.policy.name)?.grades ?? {};
    const build = () => (answer ? summaryOf(answer, { grades, show: this.on.show }) : []);
    refill(this.head, [answer?.hash, grades], build);
    this.head.hidden = !answer;
  }

  /** Show the lists beside the text. */
  lists({ article, answer, view, pinned }) {
    this.tabs.root.hidden = !answer;
    if (!answer) return;
    const { show, change, light, pin } = this.on;
    const { panes } = this.tabs;
    const paragraph = (at) => this.paragraphs.get(at) ?? "?";
    refill(panes.check, answer.hash, () => checkList(answer, { paragraph, show }));
    refill(panes.sources, [answer.hash, view.sort, pinned], () => sourceTable(answer, view.sort, { pinned, on: { sort: (sort) => change({ sort }), source: light, pin, show } }));
    refill(panes.rating, answer.hash, () => componentList(answer.rating));
    refill(panes.out, answer.hash, () => leftOutList(answer, (part) => cut(answer, article, part)));
    this.tabs.count("check", findings(answer).reduce((sum, group) => sum + group.at.length, 0));
    this.tabs.count("sources", answer.sources.length);
    this.tabs.count("out", leftOut(answer).reduce((sum, group) => sum + group.parts.length, 0));
  }

  /** Show what the view picks out and selects. */
  view(state) {
    const { answer, view, options } = state;
    const all = [...(answer?.headline ? [["headline", answer.headline]] : []), ...(answer?.sentences.entries() ?? [])];
    this.order = [];
    for (const [at, sentence] of all) {
      const node = this.node(at);
      const kept = picked(sentence, view);
      if (kept && node) this.order.push(at);
      node?.classList.toggle("dim", !kept);
      if (view.selected === at) node?.setAttribute("aria-current", "true");
      else node?.removeAttribute("aria-current");
    }
    this.reading.rove(view.selected);
    const found = isFiltered(view) && answer ? `${counted(this.order.length, "sentence")} of ${all.length}` : "";
    this.toolbar.filters(view, found);
    this.toolbar.editing(options.editable && !state.article?.segments, this.body.open);
    this.#along(state);
    this.#panel(state);
    this.empty.textContent = this.body.text || this.body.open ? "" : "There is no text yet.";
    this.columns.classList.toggle("plain", !answer);
  }

  /** Keep the selected sentence in sight where the panel would cover it. */
  reveal({ view }) {
    if (!this.body.open) this.node(view.selected)?.scrollIntoView({ block: "nearest", behavior: behaviour() });
  }

  /** Bring the selected sentence to the middle. */
  scroll({ view }) {
    this.node(view.selected)?.scrollIntoView({ block: "center", behavior: behaviour() });
  }

  /** Light up a source's words and all sentences that rest on it; null puts all out. */
  light(source) {
    for (const node of this.root.querySelectorAll(".lit")) node.classList.remove("lit");
    if (!source) return;
    for (const node of this.root.querySelectorAll(`[data-source="${CSS.escape(source.id)}"]`)) node.classList.add("lit");
    for (const at of source.sentences) this.node(at)?.classList.add("lit");
    for (const at of source.sentences) this.strip.children[at]?.classList.add("lit");
  }

  #along({ answer, view }) {
    const sentences = answer?.sentences ?? [];
    this.strip.hidden = !sentences.length;
    const { weak, unnamed, unquoted, selected } = view;
    refill(this.strip, [answer?.hash, weak, unnamed, unquoted], () => stripOf(sentences, view));
    this.strip.setAttribute("aria-label", sentences.length ? stripLabel(sentences) : "");
    for (const cell of this.strip.querySelectorAll(".now")) cell.classList.remove("now");
    if (Number.isInteger(selected)) this.strip.children[selected]?.classList.add("now");
  }

  #panel({ article, answer, meta, options, view }) {
    const { selected } = view;
    const sentence = sentenceAt(answer, selected);
    this.panel.hidden = !sentence;
    if (!sentence) return;
    const spoken = speakers(sentence, answer, (span) => cut(answer, article, span));
    const place = this.#place(selected, answer);
    const thresholds = Object.values(meta?.policies.find((one) => one.name === answer.policy.name)?.levels ?? {});
    const vocabulary = { sourcing: meta?.sourcing ?? Object.keys(SOURCING), certainty: meta?.certainty ?? Object.keys(CERTAINTY), strength: meta?.levels ?? LEVELS };
    const { on } = this;
    const listeners = {
      close: on.close,
      source: on.pin,
      correct: options.correctable ? (correction, store) => on.correct(sentence, selected, correction, store) : null,
      dismiss: options.dismissible ? (code) => on.dismiss(sentence, selected, code) : null,
    };
    refill(this.panel, [sentence, place, spoken, options, thresholds, vocabulary], () => panelOf(sentence, { place, speakers: spoken, thresholds, vocabulary, on: listeners }));
  }

  #place(selected, answer) {
    if (selected === "headline") return "the headline";
    const paragraph = this.paragraphs.get(selected);
    const place = `sentence ${selected + 1} of ${answer.sentences.length}`;
    return paragraph === undefined ? `${place}, as it was before the edit` : `${place}, paragraph ${paragraph}`;
  }

  #jump(event) {
    const { index } = event.target.closest("[data-index]")?.dataset ?? {};
    if (index !== undefined) this.on.show(Number(index));
  }

  #at(node) {
    return this.title.root.contains(node) ? "headline" : Number(node.dataset.index);
  }
}

function behaviour() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}
