/** Markdown, read for its words: what marks it up is left out, blocks stay blocks; tables and code are no prose. */

import { definitionsOf } from "./definition.js";
import { frontOf } from "./front_matter.js";
import { wordsOf } from "./inline.js";

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]([^]*))?$/;
const UNDERLINE = /^ {0,3}(?:(=+)|-+)[ \t]*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const QUOTE = /^ {0,3}(?:>[ \t]?)+/;
const INDENT = /^[ \t]*/;
const ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/;
const FIRST = /^[ \t]*(?:[-*+]|1[.)])[ \t]+\S/; // that may stand in a paragraph: "1948. It has been" goes on with it
const FENCE = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})/;
const DELIMITER = /^ {0,3}\|?(?:[ \t]*:?-+:?[ \t]*(?:\||$))+[ \t]*$/; // below the head of a table

/**
 * The title and the text of a Markdown document.
 *
 * The title is the front matter's, else the heading of level one that stands before all else; any other heading is a
 * block of the text. The command line and bulk read it so, too (service/articles/manuscript.py).
 */
export function readMarkdown(markdown) {
  const { title, rest } = frontOf(markdown);
  const blocks = new Blocks(rest).found.map(({ source, ...more }) => ({ ...more, ...definitionsOf(source) }));
  const labels = new Set(blocks.flatMap((block) => block.labels));
  const read = blocks.map(({ rest: source, ...more }) => ({ ...more, words: wordsOf(source, labels) }));
  const found = read.filter(({ words }) => words);
  const top = !title && found[0]?.top ? found.shift().words : title;
  return { title: top, text: found.map(({ words }) => words).join("\n\n") };
}

/** The sources of a document's paragraphs and headings, read line by line. */
class Blocks {
  found = []; // {source, top}: whether it may be the headline, a heading of level one before which no code or table stands
  #begun = false;
  #lines = []; // of the block that is being read
  #quoted = false; // whether it is a quotation's
  #listed = false; // whether there is an item in it
  #left = false; // whether it began in one that is over
  #fence = null; // what the code began with that is being read
  #table = false; // whether it is a table
  #inset = 0; // the column where the text of a list's item begins

  constructor(markdown) {
    for (const line of markdown.split("\n")) this.#read(line);
    this.#end();
  }

  #read(line) {
    const inCode = this.#fence !== null && !this.#quoted;
    const quoted = !inCode && QUOTE.test(line);
    if (quoted !== this.#quoted) this.#turn(quoted);
    this.#see(quoted ? line.replace(QUOTE, "") : line);
  }

  // A quotation begins a block. What follows it may go on with its paragraph, but with no table or code.
  #turn(quoted) {
    if (quoted) this.#end();
    this.#left = this.#lines.length > 0;
    this.#quoted = quoted;
    this.#table = false;
    this.#fence = null;
  }

  #see(line) {
    if (this.#fence) {
      if (closes(line, this.#fence)) this.#fence = null;
    } else if (!line.trim()) this.#end();
    else if (this.#isCode(line)) this.#begun = true;
    else if (!this.#parts(line)) this.#take(line);
  }

  // Within a paragraph an indented line goes on with it, in a list it may be its item's.
  #isCode(line) {
    return !this.#lines.length && !this.#table && !this.#quoted && indentOf(line) >= this.#inset + 4;
  }

  // Read a line that ends what stands before it and is no prose; false for any other.
  #parts(line) {
    const [fence, heading] = [FENCE, HEADING].map((pattern) => pattern.exec(line));
    const underline = this.#isWithin(line) ? UNDERLINE.exec(line) : null;
    const table = this.#isDelimiter(line);
    if (!fence && !heading && !underline && !table && !RULE.test(line)) return false;
    if (table) this.#lines.pop();
    this.#end(underline && !table ? (underline[1] ? 1 : 2) : null);
    this.#table = table;
    this.#fence = fence?.[1] ?? null;
    this.#begun ||= table || Boolean(fence);
    if (heading) {
      this.#lines = [withoutClosing(heading[2] ?? "")];
      this.#end(heading[1].length);
    }
    this.#dedent(line);
    return true;
  }

  // Whether the line stands in the list's item or the quotation that the block began in.
  #isWithin(line) {
    return this.#lines.length > 0 && !this.#left && indentOf(line) >= this.#inset;
  }

  // Whether the line makes the one before it the head of a table.
  #isDelimiter(line) {
    const head = this.#lines.at(-1);
    return [head, line].every((row) => row?.includes("|")) && DELIMITER.test(line) && cells(head) === cells(line);
  }

  #take(line) {
    const item = this.#mayBegin(line) ? ITEM.exec(line)?.[0] : undefined;
    if (this.#table && !item) return;
    this.#table = false;
    this.#listed ||= item !== undefined;
    if (item && !this.#quoted) this.#inset = columns(item);
    else if (!this.#lines.length) this.#dedent(line);
    this.#lines.push(item ? line.slice(item.length) : line.trimStart());
  }

  // Whether an item may begin here: any where no paragraph is cut by it, or where it stands beside the item before.
  #mayBegin(line) {
    const beside = this.#quoted ? this.#listed : indentOf(line) < this.#inset;
    return !this.#lines.length || beside || FIRST.test(line);
  }

  #dedent(line) {
    if (!this.#quoted) this.#inset = Math.min(this.#inset, indentOf(line));
  }

  #end(level = null) {
    const source = this.#lines.join("\n");
    const top = level === 1 && !this.#begun && !this.#quoted && this.#inset === 0;
    if (source) this.found.push({ source: level === null ? source : source.replace(/\s+/g, " "), top });
    this.#listed = false;
    this.#lines = [];
    this.#left = false;
    this.#table = false;
  }
}

// A heading's words without the # that close it.
function withoutClosing(text) {
  const bare = text.trim();
  let end = bare.length;
  while (bare[end - 1] === "#") end -= 1;
  return end === 0 || /[ \t]/.test(bare[end - 1]) ? bare.slice(0, end).trim() : bare;
}

function closes(line, fence) {
  const bare = line.trim();
  return bare.length >= fence.length && bare === fence[0].repeat(bare.length);
}

function indentOf(line) {
  return columns(INDENT.exec(line)[0]);
}

// How wide a text is, a tab reaching to the next of the stops at every fourth column.
function columns(text) {
  return [...text].reduce((at, mark) => (mark === "\t" ? at + 4 - (at % 4) : at + 1), 0);
}

function cells(row) {
  return row.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).length;
}
