/** Definitions: the lines `[label]: address "title"` above a paragraph's words, which are no words of it. */

import { addressEnd, endOf, spaceEnd, titleEnd } from "./target.js";

const LABEL = /\[((?:[^[\]\\]|\\[^]){1,999})\]:/y;
const LINE_END = /[ \t]*(?:\n|$)/y;

/** A label as it is compared with others. */
export function labelOf(text) {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** The labels that a paragraph begins with by defining them, and the words behind. */
export function definitionsOf(text) {
  const labels = [];
  let at = 0;
  for (;;) {
    LABEL.lastIndex = at;
    const label = labelOf(LABEL.exec(text)?.[1] ?? "");
    const end = label ? definitionEnd(text, LABEL.lastIndex) : -1;
    if (end < 0) return { labels, rest: text.slice(at) };
    labels.push(label);
    at = end;
  }
}

function definitionEnd(text, at) {
  const begin = spaceEnd(text, at);
  const address = addressEnd(text, begin);
  if (address <= begin) return -1;
  const behind = spaceEnd(text, address);
  const title = behind === address ? -1 : titleEnd(text, behind);
  const end = title < 0 ? -1 : endOf(LINE_END, text, title);
  return end < 0 ? endOf(LINE_END, text, address) : end;
}
