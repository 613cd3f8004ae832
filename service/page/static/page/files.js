/** Files: their bytes and names become an article, or a sentence that says why not. */

import { readMarkdown } from "./markdown.js";

export const LARGEST = 4 * 1024 * 1024; // bytes: the service takes no larger body
const KINDS = { txt: "text", text: "text", md: "markdown", markdown: "markdown", html: "html", htm: "html" };
const HTML = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|section|div|h[1-6]|p)\b/i;

export class FileFault extends Error {}

/** {title, text} or {html} of a file; raises FileFault. */
export function readFile(name, bytes) {
  const kind = KINDS[/\.([^.]+)$/.exec(name)?.[1].toLowerCase()];
  if (!kind) throw new FileFault("Only .txt, .md and .html files can be read. Copy the words out of others and paste them.");
  if (bytes.length > LARGEST) throw new FileFault("This file is larger than 4 MB, more than the service takes.");
  const text = decode(bytes);
  if (text.includes("\0")) throw new FileFault("This is no text file, whatever its name says.");
  if (!text.trim()) throw new FileFault("This file is empty.");
  if (kind === "markdown") return readMarkdown(text);
  return kind === "html" ? { html: text } : { title: "", text };
}

/** {html} where what was pasted is HTML's source, else {text}. */
export function readPasted(text) {
  return HTML.test(text) && /<\/\w+\s*>/.test(text) ? { html: text } : { text };
}

/** The text of UTF-8 or UTF-16 bytes; of anything else as Windows-1252, which reads whatever comes. */
export function decode(bytes) {
  const mark = bytes[0] * 256 + bytes[1];
  if (mark === 0xfeff) return new TextDecoder("utf-16be").decode(bytes);
  if (mark === 0xfffe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
