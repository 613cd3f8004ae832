import assert from "node:assert/strict";
import test from "node:test";
import { difference } from "../../../../../service/page/static/element/change.js";
import { mentionsOf, runsOf } from "../../../../../service/page/static/element/runs.js";
import { answer, cue, inRow, sentence } from "../answers.mjs";

const TEXT = "Ida Falk reportedly said so.";
const told = (runs) => runs.map((run) => [run.text, ...Object.keys(run).filter((name) => name !== "text" && run[name]).map((name) => (run[name] === true ? name : run[name]))]);

test("a sentence without a mark has its first word apart", () => {
  assert.deepEqual(told(runsOf(sentence("It rained."))), [["It", "first"], [" rained."]]);
});

test("runs are cut where cues and sources begin and end, also within one another", () => {
  const one = sentence(TEXT, 100, { cues: [cue(TEXT, "reportedly", "hearsay", 100), cue(TEXT, "said", "report", 100)] });
  const runs = runsOf(one, [{ start: 0, end: 8, source: "s0" }]);
  assert.deepEqual(told(runs), [
    ["Ida", "first", "s0"], [" Falk", "s0"], [" "], ["reportedly", "hearsay"], [" "], ["said", "report"], [" so."],
  ]);
  assert.equal(runs.map((run) => run.text).join(""), TEXT);
});

test("what was not read is told", () => {
  const one = sentence("a\u200bb c", 5, { ignored: [{ segment: null, start: 6, end: 7, reason: "invisible_character" }] });
  assert.deepEqual(told(runsOf(one)), [["a", "first"], ["\u200b", "first", "unread"], ["b", "first"], [" c"]]);
});

test("a mark that sticks out of its sentence does not lengthen it", () => {
  const one = sentence("It rained.", 0, { cues: [{ kind: "hedge", start: 3, end: 99, text: "?" }] });
  assert.equal(runsOf(one).map((run) => run.text).join(""), "It rained.");
});

test("mentions are found in their sentences and count from there", () => {
  const sentences = inRow("Ida Falk left.", "She waved.");
  const place = (start, end) => ({ segment: null, start, end });
  const sources = [{ id: "s0", mentions: [place(0, 8), place(15, 18), place(90, 95)] }];
  assert.deepEqual([...mentionsOf(answer(sentences, { sources }))], [
    [0, [{ start: 0, end: 8, source: "s0" }]],
    [1, [{ start: 0, end: 3, source: "s0" }]],
  ]);
});

const CHANGES = [
  ["", "", null],
  ["same", "same", null],
  ["", "new", { start: 0, end: 0, inserted: "new" }],
  ["old", "", { start: 0, end: 3, inserted: "" }],
  ["a cat sat", "a dog sat", { start: 2, end: 5, inserted: "dog" }],
  ["aa", "aaa", { start: 2, end: 2, inserted: "a" }],
  ["aaa", "aa", { start: 2, end: 3, inserted: "" }],
];
for (const [before, after, expected] of CHANGES) {
  test(`what changed between ${JSON.stringify(before)} and ${JSON.stringify(after)}`, () => {
    assert.deepEqual(difference(before, after), expected);
  });
}
