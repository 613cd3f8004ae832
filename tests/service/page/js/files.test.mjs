import assert from "node:assert/strict";
import test from "node:test";
import { FileFault, LARGEST, decode, readFile, readPasted } from "../../../../service/page/static/page/files.js";
import { readMarkdown } from "../../../../service/page/static/page/markdown.js";

const bytes = (text) => new TextEncoder().encode(text);

const READ = [
  ["a.txt", "It rained.\n\nWhy?", { title: "", text: "It rained.\n\nWhy?" }],
  ["A.TEXT", "It rained.", { title: "", text: "It rained." }],
  ["a.md", "# Rain\n\nIt *rained*.", { title: "Rain", text: "It rained." }],
  ["a.b.html", "<p>It rained.</p>", { html: "<p>It rained.</p>" }],
];
for (const [name, text, read] of READ) {
  test(`${name} is read by its ending`, () => assert.deepEqual(readFile(name, bytes(text)), read));
}

const REFUSED = [
  ["a.docx", bytes("It rained."), /Only \.txt, \.md and \.html/],
  ["README", bytes("It rained."), /Only \.txt/],
  ["a.txt", new Uint8Array(LARGEST + 1).fill(97), /larger than 4 MB/],
  ["a.txt", bytes("PK\0\0"), /no text file/],
  ["a.txt", bytes(" \n"), /empty/],
];
for (const [name, given, words] of REFUSED) {
  test(`${name} of ${given.length} bytes is refused: ${words.source}`, () => {
    assert.throws(() => readFile(name, given), (error) => error instanceof FileFault && words.test(error.message));
  });
}

const ENCODED = [
  ["UTF-8", bytes("“Né”")],
  ["UTF-8 with a mark", bytes("\ufeff“Né”")],
  ["UTF-16, little end first", new Uint8Array([0xff, 0xfe, ...Buffer.from("“Né”", "utf16le")])],
  ["UTF-16, big end first", new Uint8Array([0xfe, 0xff, ...Buffer.from("“Né”", "utf16le").swap16()])],
];
for (const [name, given] of ENCODED) test(`${name} is told apart`, () => assert.equal(decode(given), "“Né”"));

test("what is neither is read as Windows-1252", () => assert.equal(decode(new Uint8Array([0x4e, 0xe9])), "Né"));

const PASTED = [
  ["<p>It rained.</p>", true],
  ["<!DOCTYPE html>\n<html><body>It rained.</body></html>", true],
  ["<!-- made by hand -->\n<article><p>It rained.</p></article>", true],
  ["It rained <b>hard</b>.", false],
  ["<p is less than q", false],
  ["5 < 6 and 7 > 6", false],
];
for (const [text, isHtml] of PASTED) {
  test(`${JSON.stringify(text)} is ${isHtml ? "" : "not "}HTML`, () => {
    assert.deepEqual(readPasted(text), isHtml ? { html: text } : { text });
  });
}

const MARKDOWN = [
  ["Rain\n====\n\nIt rained.", "Rain", "It rained."],
  ["---\ntitle: \"Rain: again\"\nby: us\n---\n\nIt rained.", "Rain: again", "It rained."],
  ["---\ntitle: Rain\n---\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["It rained.\n\n## More\n\nIt snowed.", "", "It rained.\n\nMore\n\nIt snowed."],
  ["> “It rained,”\n> she said.\n\n* one\n* two\n\n1. three", "", "“It rained,”\nshe said.\n\none\ntwo\n\nthree"],
  ["It **reportedly** _rained_ in [Velsbridge](https://velsbridge.example) ![map](m.png).", "", "It reportedly rained in Velsbridge map."],
  ["snake_case_name and 2 * 3 * 4 and \\*starred\\*", "", "snake_case_name and 2 * 3 * 4 and *starred*"],
  ["Before.\n\n```\ncode\n```\n\nAfter.\n\n* * *\n\nEnd.", "", "Before.\n\nAfter.\n\nEnd."],
];
for (const [markdown, title, text] of MARKDOWN) {
  test(`the words of ${JSON.stringify(markdown)}`, () => assert.deepEqual(readMarkdown(markdown), { title, text }));
}
