/**
 * Marks within a paragraph of Markdown, left out of its words; images and comments have none.
 *
 * Read once from left to right, as CommonMark says: patterns that look ahead for an end which never comes take for ever.
 */

import { labelOf } from "./definition.js";
import { joined, runOf } from "./emphasis.js";
import { endOf, tailEnd } from "./target.js";

const PLAIN = /[^\\`*_~<[\]!]+/y;
const ESCAPED = /[!-/:-@[-`{-~\n]/;
const TICK = /`+/y;
const TICKS = /`+/g;
const MARKS = { "*": /\*+/y, "_": /_+/y, "~": /~+/y };
const ADDRESS = /<(?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*)>/iy;
const TAG = /<\/?[a-z][a-z\d-]*(?:\s[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)?\/?>/iy;
const LABEL = /\[((?:[^[\]\\]|\\[^]){0,999})\]/y;

/** The words of a paragraph or a heading; `labels` are those of the links that the document defines. */
export function wordsOf(text, labels = new Set()) {
  return new Words(text, labels).read().trim();
}

class Words {
  #pieces = []; // strings, and runs of marks
  #brackets = []; // that stand open
  #barred = 0; // below which no bracket opens a link any more: there is one inside of it
  #at = 0;
  #endless = false; // whether a comment was begun that has no end
  #ticks = null; // where runs of backticks are, by their length, the last first

  constructor(text, labels) {
    Object.assign(this, { text, labels });
  }

  read() {
    while (this.#at < this.text.length) this.#step(this.text[this.#at]);
    return joined(this.#pieces);
  }

  #step(mark) {
    const { text } = this;
    const at = this.#at;
    if (mark === "\\" && ESCAPED.test(text[at + 1] ?? "")) this.#take(text[at + 1], at + 2);
    else if (mark === "`") this.#code();
    else if (mark === "<") this.#angle();
    else if (mark in MARKS) this.#run(mark);
    else if (mark === "[" || (mark === "!" && text[at + 1] === "[")) this.#open(mark === "!");
    else if (mark === "]") this.#close();
    else this.#upTo(Math.max(endOf(PLAIN, text, at), at + 1));
  }

  #take(piece, end) {
    this.#pieces.push(piece);
    this.#at = end;
  }

  #upTo(end) {
    this.#take(this.text.slice(this.#at, end), end);
  }

  #run(mark) {
    const end = endOf(MARKS[mark], this.text, this.#at);
    const size = end - this.#at;
    if (mark === "~" && size !== 2) return this.#upTo(end);
    const before = [...this.text.slice(Math.max(0, this.#at - 2), this.#at)].at(-1) ?? "";
    const behind = end < this.text.length ? String.fromCodePoint(this.text.codePointAt(end)) : "";
    return this.#take(runOf(mark, size, before, behind), end);
  }

  #code() {
    this.#ticks ??= ticksOf(this.text);
    const begin = endOf(TICK, this.text, this.#at);
    const size = begin - this.#at;
    const ends = this.#ticks.get(size) ?? [];
    while (ends.at(-1) < begin) ends.pop();
    const end = ends.at(-1);
    if (end === undefined) this.#upTo(begin);
    else this.#take(this.text.slice(begin, end), end + size);
  }

  #angle() {
    const { text } = this;
    const at = this.#at;
    const address = endOf(ADDRESS, text, at);
    if (address > 0) return this.#take(text.slice(at + 1, address - 1), address);
    const tag = text.startsWith("<!--", at) ? this.#commentEnd(at) : endOf(TAG, text, at);
    return tag > 0 ? this.#take("", tag) : this.#upTo(at + 1);
  }

  #commentEnd(at) {
    if (this.#endless) return -1;
    const end = this.text.indexOf("-->", at + 4);
    this.#endless = end < 0; // nor is there one for those further on
    return end < 0 ? -1 : end + 3;
  }

  #open(image) {
    const begin = this.#at + (image ? 2 : 1);
    this.#brackets.push({ image, begin, piece: this.#pieces.length });
    this.#upTo(begin);
  }

  #close() {
    const opener = this.#brackets.pop();
    const links = opener && (opener.image || this.#brackets.length >= this.#barred);
    this.#barred = Math.min(this.#barred, this.#brackets.length);
    const end = links ? this.#linkEnd(opener.begin) : -1;
    if (end < 0) return this.#upTo(this.#at + 1);
    const [, ...inner] = this.#pieces.splice(opener.piece);
    if (!opener.image) this.#barred = this.#brackets.length;
    return this.#take(opener.image ? "" : joined(inner), end);
  }

  // Where the link ends whose words began at a place and end here, or -1 where it is none.
  #linkEnd(begin) {
    const behind = this.#at + 1;
    const tail = tailEnd(this.text, behind);
    if (tail > 0 || !this.labels.size) return tail;
    LABEL.lastIndex = behind;
    const [whole, named] = LABEL.exec(this.text) ?? ["", ""];
    LABEL.lastIndex = begin - 1;
    const [, own] = named.trim() ? ["", named] : (LABEL.exec(this.text) ?? ["", ""]);
    return this.labels.has(labelOf(own)) ? behind + whole.length : -1;
  }
}

function ticksOf(text) {
  const found = new Map();
  for (const { 0: run, index } of text.matchAll(TICKS)) {
    if (!found.has(run.length)) found.set(run.length, []);
    found.get(run.length).push(index);
  }
  for (const places of found.values()) places.reverse();
  return found;
}
