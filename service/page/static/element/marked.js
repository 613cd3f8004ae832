/** The marked text: blocks of sentences, each made once and kept as long as it is the same. */
import { make } from "./build.js";
import { blocksOf, placed } from "./places.js";
import { mentionsOf, runsOf } from "./runs.js";
import { levelWords, sentenceCase } from "./words.js";

/** A text whose sentences are marked; its own text is, character by character, the text that was given. */
export class Marked {
  /** The blocks shown: {key, node, pieces: [{key, node, index, length}]}. */
  #blocks = [];
  #nodes = new Map();

  constructor(label, block = "p") {
    this.root = make("div", { class: "marked", role: "group", "aria-label": label });
    this.block = block;
  }

  /** Show `text` with the sentences that still stand in it; returns the blocks, as `blocksOf` does. */
  show(text, sentences, base, { mentions = new Map(), ignored = [] } = {}) {
    const places = placed(sentences, text, base);
    const blocks = blocksOf(text, places);
    const skipped = ignored.filter((part) => part.start !== null).map((part) => ({
      start: base(part.segment) + part.start,
      end: base(part.segment) + part.end,
    }));
    const wanted = blocks.map((pieces) => this.#wanted(pieces, text, sentences, mentions, skipped));
    this.#replace(wanted);
    return blocks;
  }

  /** Change the text while it is being edited: the sentences touched lose their marks, all others stay. */
  edit({ start, end, inserted }) {
    const touched = this.#touched(start, end);
    if (!touched.length) {
      this.#replace([{ key: "", heading: false, pieces: [unmarked(inserted)] }]);
      return;
    }
    const [first] = touched;
    const last = touched.at(-1);
    const words = touched.map(({ piece }) => piece.node.textContent).join("");
    const text = words.slice(0, start - first.from) + inserted + words.slice(end - first.from);
    const tail = last.block === first.block ? [] : last.block.pieces.slice(last.block.pieces.indexOf(last.piece) + 1);
    const fresh = first.piece.stale ? first.piece : built({ ...unmarked(""), stale: true });
    fresh.node.textContent = text;
    fresh.length = text.length;
    if (fresh !== first.piece) first.piece.node.replaceWith(fresh.node);
    for (const { piece } of touched) if (piece.node !== fresh.node) piece.node.remove();
    const at = first.block.pieces.indexOf(first.piece);
    const kept = first.block.pieces.slice(at).filter((piece) => !touched.some((one) => one.piece === piece));
    first.block.pieces = [...first.block.pieces.slice(0, at), fresh, ...kept, ...tail];
    first.block.node.append(...tail.map((piece) => piece.node));
    first.block.key = null;
    this.#drop(touched.map(({ block }) => block).filter((block) => block !== first.block));
    this.#index();
  }

  /** The element of a sentence, if it is shown. */
  node(index) {
    return this.#nodes.get(index) ?? null;
  }

  /** All sentences shown, as [index, element] in order. */
  get nodes() {
    return this.#nodes;
  }

  /** The index of the sentence that an offset into the text lies in, or null. */
  indexAt(offset) {
    let at = 0;
    for (const piece of this.#blocks.flatMap((block) => block.pieces)) {
      at += piece.length;
      if (offset < at || (offset === at && piece.index !== null)) return piece.index;
    }
    return null;
  }

  /** The offset in the text at which a sentence begins. */
  startOf(index) {
    let at = 0;
    for (const piece of this.#blocks.flatMap((block) => block.pieces)) {
      if (piece.index === index) return at;
      at += piece.length;
    }
    return at;
  }

  /** The pieces that an edit is in; where it is at a seam, the sentence rather than what stands between sentences. */
  #touched(start, end) {
    let from = 0;
    const touched = [];
    for (const block of this.#blocks) {
      for (const piece of block.pieces) {
        const to = from + piece.length;
        if (to >= start && from <= end) touched.push({ block, piece, from, to });
        from = to;
      }
    }
    if (touched.length > 1 && touched[0].to === start && touched[0].piece.index === null) touched.shift();
    if (touched.length > 1 && touched.at(-1).from === end) touched.pop();
    return touched;
  }

  #drop(blocks) {
    for (const block of new Set(blocks)) block.node.remove();
    this.#blocks = this.#blocks.filter((block) => !blocks.includes(block));
  }

  #wanted(pieces, text, sentences, mentions, skipped) {
    const own = pieces.map(({ start, end, index }) => {
      const words = text.slice(start, end);
      if (index === null) return { ...unmarked(words), ignored: skipped.some((part) => part.start < end && part.end > start && words.trim()) };
      return marked(sentences[index], index, mentions.get(index));
    });
    const heading = pieces.some(({ index }) => index !== null && sentences[index].role === "heading");
    return { key: own.map((piece) => `${piece.key}${piece.ignored ? "-" : ""}`).join("\u0001"), heading, pieces: own };
  }

  #replace(wanted) {
    const old = this.#blocks;
    const most = Math.min(old.length, wanted.length);
    let front = 0;
    while (front < most && old[front].key === wanted[front].key) front += 1;
    let back = 0;
    while (back < most - front && old.at(-1 - back).key === wanted.at(-1 - back).key) back += 1;
    const spare = spareOf(old.slice(front, old.length - back));
    const made = wanted.slice(front, wanted.length - back).map((block) => this.#made(block, spare));
    const kept = [...old.slice(0, front), ...made, ...old.slice(old.length - back)];
    for (const block of old.slice(front, old.length - back)) block.node.remove();
    const after = old[old.length - back]?.node ?? null;
    const fragment = document.createDocumentFragment();
    fragment.append(...made.map((block) => block.node));
    this.root.insertBefore(fragment, after);
    kept.forEach((block, at) => block.pieces.forEach((piece, own) => {
      piece.index = wanted[at].pieces[own].index;
    }));
    this.#blocks = kept;
    this.#index();
  }

  #made({ key, heading, pieces }, spare) {
    const own = pieces.map((piece) => spare.get(piece.key)?.pop() ?? built(piece));
    const node = make(this.block, { class: heading ? "block heading" : "block" }, ...own.map((piece) => piece.node));
    return { key, node, pieces: own };
  }

  #index() {
    this.#nodes = new Map();
    for (const { pieces } of this.#blocks) {
      for (const piece of pieces) {
        if (piece.index === null) continue;
        piece.node.dataset.index = piece.index;
        this.#nodes.set(piece.index, piece.node);
      }
    }
  }
}

function spareOf(blocks) {
  const spare = new Map();
  for (const piece of blocks.flatMap((block) => block.pieces)) {
    if (piece.index === null) continue;
    spare.set(piece.key, [...(spare.get(piece.key) ?? []), piece]);
  }
  return spare;
}

function unmarked(text) {
  return { key: text, text, index: null, length: text.length };
}

function marked(sentence, index, mentions) {
  const runs = runsOf(sentence, mentions);
  const key = JSON.stringify([sentence.id, sentence.level, sentence.role, sentence.quoted, sentence.sourcing.label, runs]);
  return { key, sentence, runs, index, length: sentence.text.length };
}

function built(piece) {
  if (piece.index !== null) return { ...piece, node: sentenceNode(piece) };
  const kind = piece.stale ? "stale" : piece.ignored ? "ignored" : "between";
  return { ...piece, node: make("span", { class: kind }, piece.text) };
}

function sentenceNode({ sentence, runs }) {
  const { word, sign } = levelWords(sentence.level);
  const attributes = {
    class: "sentence",
    role: "button",
    tabindex: -1,
    "data-level": sentence.level ?? "no-claim",
    "data-role": sentence.role,
    "data-sign": sign,
    "data-word": word,
    "data-quoted": sentence.quoted || null,
    // A name before the words: what the sentence is worth, then the sentence itself.
    "aria-label": `${sentenceCase(word)}: ${sentence.text}`,
  };
  return make("span", attributes, ...runs.map(runNode));
}

/** A run as an element, or as mere text where it bears no mark; a source cut into runs opens and closes once. */
function runNode(run, at, runs) {
  if (!run.first && !run.cue && !run.source && !run.unread) return run.text;
  const classes = [run.first && "first", run.cue && "cue", run.source && "mention", run.unread && "unread"];
  if (run.source && runs[at - 1]?.source !== run.source) classes.push("opens");
  if (run.source && runs[at + 1]?.source !== run.source) classes.push("closes");
  const attributes = {
    class: classes.filter(Boolean).join(" "),
    "data-cue": run.cue,
    "data-source": run.source,
  };
  return make("span", attributes, run.text);
}
