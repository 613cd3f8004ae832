import assert from "node:assert/strict";
import test from "node:test";
import { carried, picked, sentenceAt, viewOf, VIEW } from "../../../../../service/page/static/element/filters.js";
import { sortAfter, sorted, speakers } from "../../../../../service/page/static/element/sources.js";
import { answer, inRow, sentence } from "../answers.mjs";

const VIEWS = [
  ["nothing", undefined, VIEW],
  ["a part", { weak: true, selected: 3 }, { ...VIEW, weak: true, selected: 3 }],
  ["the headline", { selected: "headline" }, { ...VIEW, selected: "headline" }],
  ["what cannot be", { selected: -1, weak: "yes", sort: 4, colour: "red" }, VIEW],
];
for (const [name, part, expected] of VIEWS) {
  test(`a view of ${name}`, () => assert.deepEqual(viewOf(part), { ...expected }));
}

const strong = sentence("A.", 0, { level: "strong" });
const hearsay = sentence("B.", 0, { sourcing: { label: "hearsay", probability: 1 } });
const quoted = sentence("C.", 0, { quoted: true, level: "none" });
const PICKED = [
  [{}, [true, true, true]],
  [{ weak: true }, [false, true, true]],
  [{ unnamed: true }, [false, true, false]],
  [{ unquoted: true }, [true, true, false]],
  [{ weak: true, unquoted: true }, [false, true, false]],
];
for (const [view, expected] of PICKED) {
  test(`picked out by ${JSON.stringify(view)}`, () => {
    assert.deepEqual([strong, hearsay, quoted].map((one) => picked(one, viewOf(view))), expected);
  });
}

test("a view means a sentence of the answer, its headline, or none", () => {
  const headline = sentence("H");
  const own = answer([strong], { headline });
  assert.deepEqual(["headline", 0, 1, null].map((at) => sentenceAt(own, at)), [headline, strong, null, null]);
  assert.equal(sentenceAt(null, 0), null);
});

const before = answer(inRow("No.", "Yes.", "No."));
const CARRIED = [
  ["it stays", 1, answer(inRow("No.", "Yes.", "No.")), 1],
  ["it moved down", 1, answer(inRow("Well.", "No.", "Yes.", "No.")), 2],
  ["the nearest of those alike", 2, answer(inRow("No.", "Well.", "Yes.", "No.")), 3],
  ["it was rewritten", 1, answer(inRow("No.", "Perhaps.", "No.")), 1],
  ["it is gone from the end", 2, answer(inRow("Yes.")), null],
  ["no headline any more", "headline", answer([]), null],
];
for (const [name, selected, after, expected] of CARRIED) {
  test(`the selected sentence after an edit: ${name}`, () => assert.equal(carried(selected, before, after), expected));
}

const source = (name, kind, share, sentences) => ({ name, kind, share, sentences });
const SOURCES = [source("the Gazette", "media", 0.2, [1]), source("Ida Falk", "named", 0.6, [0, 2]), source("a survey", "document", 0.2, [3])];
const SORTS = [
  ["-share", ["Ida Falk", "the Gazette", "a survey"]],
  ["share", ["the Gazette", "a survey", "Ida Falk"]],
  ["name", ["a survey", "Ida Falk", "the Gazette"]],
  ["kind", ["a survey", "Ida Falk", "the Gazette"]],
  ["-sentences", ["Ida Falk", "the Gazette", "a survey"]],
  ["constructor", ["Ida Falk", "the Gazette", "a survey"]],
];
for (const [sort, expected] of SORTS) {
  test(`sources sorted by ${sort}`, () => assert.deepEqual(sorted(SOURCES, sort).map((one) => one.name), expected));
}

test("a click on a heading turns the order round, or begins with names from A and numbers from the largest", () => {
  assert.deepEqual(["-share", "share", "name"].map((sort) => sortAfter(sort, "share")), ["share", "-share", "-share"]);
  assert.deepEqual(["-share", "name", "-name"].map((sort) => sortAfter(sort, "name")), ["name", "-name", "name"]);
});

test("who says what: named, relayed, put into words only, nobody", () => {
  const words = { 1: "said", 2: "as reported by", 3: "critics", 4: "claim", 5: "it is said" };
  const span = (start) => ({ segment: null, start, end: start + 1 });
  const attributions = [
    { source: span(0), cue: span(1), content: [], source_id: "s0", relays: null },
    { source: span(0), cue: span(2), content: [], source_id: "s1", relays: 0 },
    { source: span(3), cue: span(4), content: [], source_id: null, relays: null },
    { source: null, cue: span(5), content: [], source_id: null, relays: null },
  ];
  const own = answer([], { attributions, sources: [{ id: "s0", name: "Ida Falk", kind: "named" }, { id: "s1", name: "the Gazette", kind: "media" }] });
  assert.deepEqual(speakers({ attributions: [0, 1, 2, 3] }, own, ({ start }) => words[start]), [
    { who: "Ida Falk", kind: "named", id: "s0", words: "said", relays: null },
    { who: "the Gazette", kind: "media", id: "s1", words: "as reported by", relays: "Ida Falk" },
    { who: "critics", kind: null, id: null, words: "claim", relays: null },
    { who: null, kind: null, id: null, words: "it is said", relays: null },
  ]);
});
