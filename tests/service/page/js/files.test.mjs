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
  ["It rained.\n\n## More\n\nIt snowed.", "", "It rained.\n\nMore\n\nIt snowed."],
  ["> “It rained,”\n> she said.\n\n* one\n* two\n\n1. three", "", "“It rained,”\nshe said.\n\none\ntwo\n\nthree"],
  ["It **reportedly** _rained_ in [Velsbridge](https://velsbridge.example).", "", "It reportedly rained in Velsbridge."],
  ["snake_case_name and 2 * 3 * 4 and \\*starred\\*", "", "snake_case_name and 2 * 3 * 4 and *starred*"],
  ["Before.\n\n```\ncode\n```\n\nAfter.\n\n* * *\n\nEnd.", "", "Before.\n\nAfter.\n\nEnd."],
];
const PROSE = [
  ["The bridge was built in\n1948. It has been closed twice.", "The bridge was built in\n1948. It has been closed twice."],
  ["The cost was put at\n3. The town disputes that.\n1. It rained.", "The cost was put at\n3. The town disputes that.\nIt rained."],
  ["1. It rained.\n2. It snowed.\n\n> 1. It hailed.\n> 2. It froze.", "It rained.\nIt snowed.\n\nIt hailed.\nIt froze."],
  ["Write to <me@x.example> or <https://x.example>.", "Write to me@x.example or https://x.example."],
  ["See [the *bridge*](http://x.y/z_(a)) and [it](<a b> 'T').", "See the bridge and it."],
  ["See [the plan][1], [Plan] and [no][2].\n\n[1]: http://x.y \"T\"\n[plan]: <z>", "See the plan, Plan and [no][2]."],
  ["He said so.[^1]\n\n[^1]: Interview, May.", "He said so.[^1]\n\n[^1]: Interview, May."],
  ["if a < b, <b title='>'>it</b> ***rained*** ~~hard~~ in `a *b*`", "if a < b, it rained hard in a *b*"],
].map(([markdown, text]) => [markdown, "", text]);
const FRONT = [
  ["---\ntitle: \"Rain: again\"\nby: us\n---\n\nIt rained.", "Rain: again", "It rained."],
  ["---\r\nby: us\r\ntitle: Rain # working title\r\n---\r\nIt rained.", "Rain", "It rained."],
  ["---\ntitle: 'It''s raining'\n---\nIt rained.", "It's raining", "It rained."],
  ['---\ntitle: "\\u201cRain\\u201d, \\"again\\""\n---\nIt rained.', "“Rain”, \"again\"", "It rained."],
  ["---\ntitle: >-\n  Rain\n  again\nby: us\n---\nIt rained.", "Rain again", "It rained."],
  ["---\ntitle: Rain\n  again\n---\nIt rained.", "Rain again", "It rained."],
  ["---\nby: us\n---\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["---\ntitle:\nby: us\n---\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["---\ntitle: \"\"\n---\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["---\ntitle: [Rain]\n---\nIt rained.", "", "It rained."],
  ["---\ntitle: Rain\n---", "Rain", ""],
  ["---\n---\n\nIt rained.\n\n---\n\nIt snowed.", "", "It rained.\n\nIt snowed."],
  ["---\n\nIt rained.\n\n---\n\nIt snowed.", "", "It rained.\n\nIt snowed."],
  ["---\nIt rained.\n---\nIt snowed.", "", "It rained.\n\nIt snowed."],
  ["---\n\n# of the desk\n'by': us\ntitle: Snow\n---\nIt snowed.", "Snow", "It snowed."],
  ["\n---\ntitle: Rain\n---\n", "", "title: Rain"],
  ['---\n"title": Rain\n---\nIt rained.', "Rain", "It rained."],
  ["---\ntitle: null\n---\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["---\ntitle: ~\n---\nIt rained.", "", "It rained."],
  ["---\ntitle: 2024\n---\nIt rained.", "", "It rained."],
  ["---\ntitle: '2024'\n---\nIt rained.", "2024", "It rained."],
];
const HEADLINES = [
  ["---\ntitle: Rain\n---\n# Snow\n\nIt rained.", "Rain", "Snow\n\nIt rained."],
  ["## Rain\n\nIt rained.", "", "Rain\n\nIt rained."],
  ["Rain\n----\n\nIt rained.", "", "Rain\n\nIt rained."],
  ["It rained.\n\n# Snow\n\nIt snowed.", "", "It rained.\n\nSnow\n\nIt snowed."],
  ["<!-- a draft -->\n\n![a cloud](a.png)\n\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["[![a cloud](a.png)](b) \n# Rain *today* #\nIt rained.", "Rain today", "It rained."],
  ["```\ncode\n```\n\n# Rain", "", "Rain"],
  ["    code\n\n# Rain", "", "Rain"],
  ["| a |\n|---|\n\n# Rain", "", "Rain"],
  ["> # Rain\n\nIt rained.", "", "Rain\n\nIt rained."],
  ["> Rain\n===\n\nIt rained.", "", "Rain\n===\n\nIt rained."],
  ["- Rain\n===\n\nIt rained.", "", "Rain\n===\n\nIt rained."],
  ["* * *\n\n#\n\n# Rain\n\nIt rained.", "Rain", "It rained."],
  ["# C# and F# #\n\nIt rained.", "C# and F#", "It rained."],
  ["#rain\n\nIt rained.", "", "#rain\n\nIt rained."],
  ["Rain\ntoday\n===\nIt rained.", "Rain today", "It rained."],
];
const NO_PROSE = [
  ["It rained.\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n3\n\nIt snowed.", "It rained.\n\nIt snowed."],
  ["It rained.\na | b\n--- | ---\n1 | 2\n- It snowed.", "It rained.\n\nIt snowed."],
  ["> | a |\n> | - |\nIt rained.", "It rained."],
  ["It rained | snowed.\n---\n\nIt hailed.", "It rained | snowed.\n\nIt hailed."],
  ["It rained.\n|---|\nIt snowed.", "It rained.\n|---|\nIt snowed."],
  ["Rain | snow | hail\n---|---\nIt rained.", "Rain | snow | hail\n---|---\nIt rained."],
  ["It rained.\n\n    code\n\tcode\n\nIt snowed.", "It rained.\n\nIt snowed."],
  ["It rained\n    all day.", "It rained\nall day."],
  ["1.  It rained.\n\n    It snowed.\n\n        code\n\nIt hailed.\n\n    code", "It rained.\n\nIt snowed.\n\nIt hailed."],
  ["- It rained.\n\n  - It snowed.\n\n    It hailed.", "It rained.\n\nIt snowed.\n\nIt hailed."],
  ["It rained.\n````\n```\n> code\n```\n````\nIt snowed.", "It rained.\n\nIt snowed."],
  ["~~~ python\n```\n\ncode\n~~~\nIt rained.", "It rained."],
  ["> ```\n> code\n\nIt rained.", "It rained."],
  ["```It rained.``` It snowed.", "It rained. It snowed."],
  ["It rained.\n> It snowed.", "It rained.\n\nIt snowed."],
].map(([markdown, text]) => [markdown, "", text]);
for (const [markdown, title, text] of [...MARKDOWN, ...PROSE, ...FRONT, ...HEADLINES, ...NO_PROSE]) {
  test(`the words of ${JSON.stringify(markdown)}`, () => assert.deepEqual(readMarkdown(markdown), { title, text }));
}

// Each takes minutes where a pattern looks for an end that never comes from every place where it may begin.
const CRAFTED = ["<!--", "![", "<a ", "**a ", "[a](", "_a ", "*a_b ", "[[a]", "[a](b \"", "` `` ", "<a:", "a@", "<a \"", "~~a "];
for (const part of CRAFTED) {
  test(`a text of nothing but ${part} is read as it stands`, () => {
    const text = `It rained. ${part.repeat(300_000 / part.length)}x`;
    assert.ok(readMarkdown(text).text.startsWith("It rained. "));
    assert.ok(readMarkdown(text).text.endsWith("x"));
  });
}

test("a heading of nothing but marks is read to its end", () => {
  const words = "a # ".repeat(75_000);
  assert.equal(readMarkdown(`# ${words}\u2028b`).title, `${words}b`);
  assert.equal(readMarkdown(`# ${"#".repeat(300_000)}a`).title, `${"#".repeat(300_000)}a`);
});
