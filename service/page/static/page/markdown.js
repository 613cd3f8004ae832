/** Markdown, read for its words: what marks it up is left out, blocks stay blocks. */

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;
const FRONT_TITLE = /^title:[ \t]*(["']?)(.+?)\1[ \t]*$/m;
const HEADING = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const PREFIX = /^ {0,3}(?:>[ \t]?)+|^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const PRIVATE = 0xe000;
// In this order: what stands inside of one is read by those after it.
const INLINE = [
  [/!\[([^\]]*)\]\([^)]*\)/g, "$1"],
  [/\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1"],
  [/<(https?:[^>\s]+)>/g, "$1"],
  [/<\/?[a-z][^>]*>/gi, ""],
  [/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, "$2"],
  [/(?<![\w*])\*(?=\S)([^*]*?\S)\*(?![\w*])/g, "$1"],
  [/(?<!\w)_(?=\S)([^_]*?\S)_(?!\w)/g, "$1"],
  [/`([^`]+)`/g, "$1"],
];

/** The title (of the front matter, else the first heading of the first block) and the text of a Markdown document. */
export function readMarkdown(markdown) {
  const front = FRONT.exec(markdown);
  const blocks = blocksOf(markdown.slice(front?.[0].length ?? 0));
  const told = front && FRONT_TITLE.exec(front[1])?.[2];
  const opens = blocks[0]?.heading ? blocks[0].text : null;
  const body = opens !== null && (!told || told === opens) ? blocks.slice(1) : blocks;
  return { title: told ?? opens ?? "", text: body.map((block) => block.text).join("\n\n") };
}

function blocksOf(markdown) {
  const blocks = [];
  let lines = [];
  let fenced = false;
  const end = (heading = false) => {
    const text = inline(lines.join("\n")).trim();
    if (text) blocks.push({ heading, text });
    lines = [];
  };
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (FENCE.test(line)) fenced = !fenced;
    else if (fenced) continue;
    else if (lines.length > 0 && UNDERLINE.test(line)) end(true);
    else if (RULE.test(line) || !line.trim()) end();
    else if (HEADING.test(line)) {
      end();
      lines = [HEADING.exec(line)[1]];
      end(true);
    } else lines.push(line.replace(PREFIX, ""));
  }
  end();
  return blocks;
}

function inline(text) {
  // An escaped mark stands aside, in Unicode's private use area, while the others are read.
  const aside = text.replace(ESCAPED, (_, mark) => String.fromCharCode(PRIVATE + mark.charCodeAt(0)));
  const made = INLINE.reduce((before, [pattern, by]) => before.replace(pattern, by), aside);
  return made.replace(/[\ue000-\ue07f]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - PRIVATE));
}
