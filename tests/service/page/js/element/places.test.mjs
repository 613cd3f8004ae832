import assert from "node:assert/strict";
import test from "node:test";
import { basesOf, blocksOf, cut, paragraphs, placed, textOf } from "../../../../../service/page/static/element/places.js";
import { answer, inRow, sentence } from "../answers.mjs";

const nowhere = () => 0;
const stands = (sentences, text) => placed(sentences, text, nowhere).map(({ index, start, end }) => [index, start, end]);

test("an article's text is its text, or its segments' joined by a blank line", () => {
  assert.equal(textOf({ title: "T", text: "One. Two." }), "One. Two.");
  assert.equal(textOf({ segments: [{ id: "a", text: "One." }, { id: "b", text: "Two." }] }), "One.\n\nTwo.");
  assert.equal(textOf(null), "");
});

test("a segment's base is where it begins in the text", () => {
  const base = basesOf({ segments: [{ id: "a", text: "One." }, { id: "b", text: "Two." }] });
  assert.deepEqual([base("a"), base("b"), base(null)], [0, 6, 0]);
});

const EDITS = [
  ["unchanged", "A is so. B is so. C is so.", [[0, 0, 8], [1, 9, 17], [2, 18, 26]]],
  ["something before moves all", "Oh: A is so. B is so. C is so.", [[0, 4, 12], [1, 13, 21], [2, 22, 30]]],
  ["a changed sentence is left out", "A is so. B was so. C is so.", [[0, 0, 8], [2, 19, 27]]],
  ["a removed sentence is left out", "A is so. C is so.", [[0, 0, 8], [2, 9, 17]]],
  ["an added sentence moves what follows", "A is so. X. B is so. C is so.", [[0, 0, 8], [1, 12, 20], [2, 21, 29]]],
  ["nothing left", "", []],
];
for (const [name, text, expected] of EDITS) {
  test(`sentences after an edit: ${name}`, () => {
    assert.deepEqual(stands(inRow("A is so.", "B is so.", "C is so."), text), expected);
  });
}

test("sentences alike stay in their own places", () => {
  assert.deepEqual(stands(inRow("No.", "No.", "No."), "No. No. No."), [[0, 0, 3], [1, 4, 7], [2, 8, 11]]);
});

const TEXTS = [
  ["one block", "A is so. B is so.", [["A is so.", " ", "B is so."]]],
  ["a blank line ends a block and belongs to it", "A is so.\n\nB is so.", [["A is so.", "\n\n"], ["B is so."]]],
  ["a blank line may hold blanks and be of Windows", "A is so.\r\n \r\nB is so.", [["A is so.", "\r\n \r\n"], ["B is so."]]],
  ["a mere line end ends none", "A is so.\nB is so.", [["A is so.", "\n", "B is so."]]],
  ["what is no sentence is broken too", "x\n\ny A is so. z\n\n", [["x\n\n"], ["y ", "A is so.", " z\n\n"]]],
];
for (const [name, text, expected] of TEXTS) {
  test(`blocks: ${name}`, () => {
    const blocks = blocksOf(text, placed(inRow("A is so.", "B is so."), text, nowhere));
    assert.deepEqual(blocks.map((block) => block.map(({ start, end }) => text.slice(start, end))), expected);
  });
}

test("paragraphs are counted by those that hold a sentence", () => {
  const text = "advert\n\nA is so.\n\nB is so.";
  const blocks = blocksOf(text, placed([sentence("A is so.", 8), sentence("B is so.", 18)], text, nowhere));
  assert.deepEqual([...paragraphs(blocks)], [[0, 1], [1, 2]]);
});

test("a span is cut out of its own sentence, whatever the text has become, and else out of the text", () => {
  const own = answer([sentence("A is so.", 4)]);
  assert.equal(cut(own, { text: "changed" }, { segment: null, start: 6, end: 8 }), "is");
  assert.equal(cut(own, { text: "Ad: A is so." }, { segment: null, start: 0, end: 3 }), "Ad:");
});
