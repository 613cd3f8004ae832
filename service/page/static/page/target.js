/** Targets: where a link of Markdown leads, and what it is called; read only to know where they end. */

const DEEPEST = 32; // brackets within an address: more, and each link that never ends would be sought to the end
const ANGLED = /<(?:[^<>\n\\]|\\.)*>/y;
const TITLE = /"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*'|\([^()\\]*(?:\\[^][^()\\]*)*\)/y;
const SPACE = /[ \t]*\n?[ \t]*/y;

/** Where a sticky pattern's find at a place ends, or -1. */
export function endOf(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the address at a place ends, its brackets in pairs: at the place where there is none, -1 where it never ends. */
export function addressEnd(text, at) {
  if (text[at] === "<") return endOf(ANGLED, text, at);
  let depth = 0;
  let end = at;
  for (; end < text.length && text[end] > " "; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === "(") depth += 1;
    else if (text[end] === ")" && (depth -= 1) < 0) break;
    if (depth > DEEPEST) return -1;
  }
  return depth > 0 ? -1 : Math.min(end, text.length);
}

/** Where a title in quotation marks or brackets ends, or -1. */
export function titleEnd(text, at) {
  return endOf(TITLE, text, at);
}

/** Where the space at a place ends, at most one line's end in it. */
export function spaceEnd(text, at) {
  return endOf(SPACE, text, at);
}

/** Where `(address "title")` ends that begins at a place, or -1. */
export function tailEnd(text, at) {
  if (text[at] !== "(") return -1;
  const begin = spaceEnd(text, at + 1);
  const address = addressEnd(text, begin);
  if (address < 0) return -1;
  const behind = spaceEnd(text, address);
  if (text[behind] === ")") return behind + 1;
  const title = behind === address ? -1 : titleEnd(text, behind);
  const end = title < 0 ? -1 : spaceEnd(text, title);
  return text[end] === ")" ? end + 1 : -1;
}
