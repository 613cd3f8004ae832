import assert from "node:assert/strict";
import test from "node:test";
import { findings, leftOut, levelCounts } from "../../../../../service/page/static/element/findings.js";
import { compared, contentWords, nearest } from "../../../../../service/page/static/element/headline.js";
import { counted, effectOf, excerpt, listed, percent, span, sureness, wholePoints } from "../../../../../service/page/static/element/numbers.js";
import { answer, cue, sentence } from "../answers.mjs";

test("advice is gathered by its code, the gravest first, one that is not known last", () => {
  const advised = (...codes) => sentence("A.", 0, { advice: codes.map((code) => ({ code, message: `Mind ${code}.` })) });
  const own = answer([advised("hearsay"), advised("brand_new", "undermined"), advised("hearsay")], { headline: advised("headline_stronger") });
  assert.deepEqual(findings(own), [
    { code: "headline_stronger", message: "Mind headline_stronger.", at: ["headline"] },
    { code: "undermined", message: "Mind undermined.", at: [1] },
    { code: "hearsay", message: "Mind hearsay.", at: [0, 2] },
    { code: "brand_new", message: "Mind brand_new.", at: [1] },
  ]);
});

test("levels are counted, what makes no claim too", () => {
  const at = (level) => sentence("A.", 0, { level });
  assert.deepEqual(levelCounts([at("weak"), at(null), at("weak"), at("strong")]), [
    ["none", 0], ["weak", 2], ["moderate", 0], ["solid", 0], ["strong", 1], [null, 1],
  ]);
});

test("what was left out is gathered by reason and place, also what lies inside of sentences", () => {
  const inside = { segment: null, start: 1, end: 2, reason: "markup" };
  const outside = { of: "body", segment: null, start: 9, end: 12, reason: "markup" };
  const script = { of: "html", segment: null, start: null, end: null, reason: "script" };
  assert.deepEqual(leftOut(answer([sentence("A b.", 0, { ignored: [inside] })], { ignored: [script, outside] })), [
    { reason: "script", of: "html", parts: [script] },
    { reason: "markup", of: "body", parts: [outside, { of: "body", ...inside }] },
  ]);
});

test("content words leave out the common ones and the commonest endings", () => {
  assert.deepEqual([...contentWords("The bridges are closed for repairs in May")], ["bridg", "clos", "repair"]);
});

const HEDGED = "The harbour bridge will reportedly close for repairs in June.";
const told = sentence(HEDGED, 0, { level: "weak", cues: [cue(HEDGED, "reportedly")] });
const other = sentence("Ida Falk went home.", 70, { level: "strong" });

test("the sentences nearest to the headline share its words", () => {
  assert.deepEqual(nearest(sentence("Harbour bridge closes for repairs"), [other, told]), [1]);
  assert.deepEqual(nearest(sentence("Nothing of the kind"), [other, told]), []);
  assert.deepEqual(nearest(sentence("?"), [other, told]), []);
});

test("a headline that drops a hedge and reads stronger is told so", () => {
  const headline = sentence("Harbour bridge closes for repairs", 0, { level: "solid" });
  assert.deepEqual(compared(answer([other, told], { headline })), {
    matches: [1], dropped: [{ index: 1, words: "reportedly" }], stronger: true, advice: [],
  });
});

test("a headline that hedges drops nothing", () => {
  const text = "Harbour bridge reportedly to close for repairs";
  const headline = sentence(text, 0, { level: "weak", cues: [cue(text, "reportedly")] });
  const found = compared(answer([told], { headline }));
  assert.deepEqual([found.dropped, found.stronger], [[], false]);
});

test("without a headline there is nothing to compare", () => assert.equal(compared(answer([told])), null));

const SAID = [
  [() => percent(0.244), "24 %"], [() => percent(0), "0 %"], [() => percent(0.0001), "under 1 %"],
  [() => percent(0.9992), "over 99 %"], [() => percent(1), "100 %"],
  [() => String(wholePoints(44.7456)), "44"], [() => String(wholePoints(45)), "45"],
  [() => counted(1, "sentence"), "1 sentence"], [() => counted(0, "sentence"), "0 sentences"],
  [() => effectOf(-0.1799).words, "lowers the strength by 18 points of 100"],
  [() => effectOf(0.0455).words, "raises the strength by 5 points of 100"],
  [() => effectOf(-0.011).words, "lowers the strength by 1 point of 100"],
  [() => effectOf(0).words, "no clear difference here"],
  [() => sureness(0.95), "almost surely"], [() => sureness(0.7), "likely"],
  [() => sureness(0.5), "more likely than not"], [() => sureness(0.3), "a close call"],
  [() => listed([]), ""], [() => listed(["a"]), "a"], [() => listed(["a", "b", "c"]), "a, b and c"],
  [() => excerpt("A  short\n one."), "A short one."], [() => excerpt("One two, three four", 9), "One two …"],
  [() => excerpt("Unbrokenlongword", 8), "Unbroken …"],
];
for (const [say, expected] of SAID) {
  test(`it says ${JSON.stringify(expected)} for ${say}`, () => assert.equal(say(), expected));
}

const SPANS = [
  [0, "1 second"],
  [1, "1 second"],
  [90, "90 seconds"],
  [91, "2 minutes"],
  [3600, "60 minutes"],
  [7000, "2 hours"],
  [2_591_997, "30 days"],
];
for (const [seconds, words] of SPANS) test(`${seconds} s are told as ${words}`, () => assert.equal(span(seconds), words));
