/** Marks within a paragraph of Markdown, left out of its words; images and comments have none. */

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const PRIVATE = 0xe000;
// In this order: what stands inside of one is read by those after it. Bounded, or one that never ends is sought far.
const MARKS = [
  [/<!--[\s\S]{0,9999}?-->/g, ""],
  [/!\[[^\]]{0,999}\](?:\([^)]*\)|\[[^\]]*\])/g, ""],
  [/\[([^\]]{0,999})\](?:\([^)]*\)|\[[^\]]*\])/g, "$1"],
  [/<(https?:[^>\s]+)>/g, "$1"],
  [/<\/?[a-z][^>]*>/gi, ""],
  [/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, "$2"],
  [/(?<![\w*])\*(?=\S)([^*]*?\S)\*(?![\w*])/g, "$1"],
  [/(?<!\w)_(?=\S)([^_]*?\S)_(?!\w)/g, "$1"],
  [/(`+)([^`]+)\1/g, "$2"],
];

/** The words of a paragraph or a heading. */
export function wordsOf(text) {
  // An escaped mark stands aside, in Unicode's private use area, while the others are read.
  const aside = text.replace(ESCAPED, (_, mark) => String.fromCharCode(PRIVATE + mark.charCodeAt(0)));
  const made = MARKS.reduce((before, [pattern, by]) => before.replace(pattern, by), aside);
  return made.replace(/[\ue000-\ue07f]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - PRIVATE)).trim();
}
