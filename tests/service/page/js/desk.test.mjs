import assert from "node:assert/strict";
import test from "node:test";
import { countsOf, moved, ratingChange, rowsOf } from "../../../../service/page/static/page/changes.js";
import { Problem } from "../../../../service/page/static/client/problem.js";
import { Corrections, feedbackOf } from "../../../../service/page/static/page/correct.js";
import { Desk, excess } from "../../../../service/page/static/page/desk.js";
import { answer, sentence } from "./answers.mjs";

const RAIN = { title: "Rain", text: "It rained." };
const SNOW = { title: "Snow", text: "It snowed." };

test("an edited article is compared with what it was, and is no sample any more", () => {
  const desk = new Desk();
  desk.take(RAIN, { sample: "mixed" });
  desk.judged(RAIN, answer([]));
  assert.deepEqual([desk.sample, desk.earlier], ["mixed", null]);
  desk.edit(SNOW);
  desk.judged(desk.article, answer([]));
  assert.deepEqual([desk.sample, desk.earlier, desk.plain], [null, RAIN, SNOW]);
});

test("an article that was edited before its first answer is compared with what came", () => {
  const desk = new Desk();
  desk.take(RAIN);
  desk.edit(SNOW);
  desk.judged(desk.article, answer([]));
  assert.deepEqual([desk.earlier, desk.plain], [RAIN, SNOW]);
  desk.take({ title: "", text: "", html: "<p>It rained.</p>" });
  desk.edit(SNOW);
  desk.judged(desk.article, answer([]));
  assert.equal(desk.earlier, null); // nobody knows what would have been read of it
});

test("a version that was given goes before the article's own", () => {
  const desk = new Desk();
  desk.take(RAIN, { earlier: SNOW });
  desk.judged(RAIN, answer([]));
  desk.edit({ title: "", text: "Hail." });
  assert.deepEqual(desk.earlier, SNOW);
  desk.take(RAIN);
  assert.equal(desk.earlier, null);
});

test("HTML has the text that was read of it, and is plain text once it is edited", () => {
  const desk = new Desk();
  desk.take({ title: "Rain", text: "", html: "<p>It rained.</p>" });
  desk.judged(desk.article, answer([], { text: "It rained." }));
  assert.deepEqual(desk.plain, RAIN);
  assert.equal(desk.article.html, "<p>It rained.</p>");
  desk.edit(SNOW);
  assert.deepEqual(desk.article, SNOW);
});

test("an answer stays with the article that was judged, whatever is edited meanwhile", () => {
  const desk = new Desk();
  desk.take(RAIN);
  assert.deepEqual([desk.judgement, desk.answer], [null, null]);
  const told = answer([sentence("It rained.")]);
  desk.judged(desk.article, told);
  desk.edit(SNOW);
  assert.deepEqual([desk.plain, desk.judgement], [SNOW, { article: RAIN, answer: told }]);
  const late = answer([]);
  desk.judged({ title: "Rain", text: "", html: "<p>Rain." }, { ...late, text: "Rain." });
  assert.deepEqual([desk.plain, desk.judgement.article, desk.answer.text], [SNOW, { title: "Rain", text: "Rain." }, "Rain."]);
  desk.clear();
  assert.equal(desk.judgement, null);
});

test("an edited article is unsaved until it is taken along as it stands", () => {
  const desk = new Desk();
  desk.take(RAIN);
  desk.judged(RAIN, answer([]));
  assert.equal(desk.unsaved, false);
  desk.edit(SNOW);
  desk.took(desk.judgement.article);
  assert.equal(desk.unsaved, true);
  desk.judged(desk.article, answer([]));
  desk.took(desk.judgement.article);
  assert.equal(desk.unsaved, false);
  desk.edit(RAIN);
  assert.equal(desk.unsaved, true);
});

const LIMITS = { text: 5, markup: 25 };
const LENGTHS = [
  [{ text: "12345" }, 0],
  [{ title: "12", text: "12345" }, 2],
  [{ title: null, text: "😀😀😀😀😀😀" }, 1],
  [{ title: "", text: "", html: "<p>It rained.</p>" }, 0],
];
for (const [article, over] of LENGTHS) {
  test(`${JSON.stringify(article)} is over the limit by ${over}`, () => assert.equal(excess(article, LIMITS), over));
}

const COMPARISON = {
  old: answer([sentence("A.", 0), sentence("B.", 3)]),
  new: answer([sentence("A!", 0), sentence("C.", 3)], { rating: { ...answer([]).rating, score: 45, grade: "C" } }),
  changes: [
    { kind: "stronger", old: 0, new: 0, strength_change: 0.126, reworded: true },
    { kind: "removed", old: 1, new: null, strength_change: null, reworded: false },
    { kind: "added", old: null, new: 1, strength_change: null, reworded: false },
  ],
  headline_change: null,
  rating_change: 13.6,
};

function told({ kind, reworded, before, after, place, moved: by }) {
  return [kind, reworded, before?.text, after?.text, place, by];
}

test("a row has both sentences, or none where there is none", () => {
  assert.deepEqual(rowsOf(COMPARISON).map(told), [
    ["stronger", true, "A.", "A!", 0, 0.126],
    ["removed", false, "B.", undefined, null, null],
    ["added", false, undefined, "C.", 1, null],
  ]);
});

const HEADLINES = [
  [{ kind: "edited", old: 0, new: 0, strength_change: 0, reworded: true }, ["edited", false, "Rain", "Snow", "headline", 0]],
  [{ kind: "removed", old: 0, new: null, strength_change: null, reworded: false }, ["removed", false, "Rain", undefined, null, null]],
  [{ kind: "added", old: null, new: 0, strength_change: null, reworded: false }, ["added", false, undefined, "Snow", "headline", null]],
];
for (const [change, row] of HEADLINES) {
  test(`a headline that was ${change.kind} has the first row`, () => {
    const before = answer([], { headline: change.old === null ? null : sentence("Rain", 0) });
    const after = answer([], { headline: change.new === null ? null : sentence("Snow", 0) });
    const rows = rowsOf({ ...COMPARISON, old: before, new: after, changes: [], headline_change: change });
    assert.deepEqual(rows.map(told), [row]);
  });
}

test("kinds are counted in one order, without those there are none of", () => {
  assert.deepEqual(countsOf(COMPARISON.changes), [["stronger", 1], ["added", 1], ["removed", 1]]);
});

const rated = (score) => ({ new: answer([], { rating: { ...COMPARISON.old.rating, score } }) });
const RATINGS = [
  [{}, "The newer version is rated 14 points higher: D (31) to C (45)."],
  [rated(30.4), "The newer version is rated 1 point lower: D (31) to D (30)."],
  [rated(31.9), "The rating stays: D (31) to D (31)."],
  [{ old: answer([], { rating: null }) }, "The ratings cannot be compared: one version has none."],
];
for (const [other, words] of RATINGS) {
  test(words, () => assert.equal(ratingChange({ ...COMPARISON, ...other }), words));
}

const MOVES = [[0.126, "+13 points"], [-0.3, "−30 points"], [0.012, "+1 point"], [0.001, ""], [null, ""]];
for (const [change, words] of MOVES) test(`${change} is told as "${words}"`, () => assert.equal(moved(change), words));

test("a correction names the place, who judged, and whether the text may be kept", () => {
  const told = answer([sentence("It rained.", 0)]);
  const headline = sentence("Rain", 0, { role: "headline", id: "ab" });
  const common = { article: { title: " ", text: "It rained." }, answer: told, correction: { sourcing: "own" }, store: true };
  assert.deepEqual(feedbackOf({ ...common, sentence: told.sentences[0] }), {
    text: "It rained.",
    title: null,
    sentence: { start: 0, end: 10, headline: false, id: "id of It rained." },
    offset_unit: "utf16",
    correction: { sourcing: "own" },
    model: told.model,
    policy: told.policy,
    store: true,
  });
  assert.deepEqual(feedbackOf({ ...common, sentence: headline }).sentence, { start: 0, end: 4, headline: true, id: "ab" });
});

test("what was dismissed goes without a correction, and without the text being kept", () => {
  const told = answer([sentence("It rained.", 0)]);
  const said = feedbackOf({ article: { title: "Rain", text: "It rained." }, answer: told, sentence: told.sentences[0], dismissed: "hearsay" });
  assert.deepEqual([said.dismissed, said.store, "correction" in said, said.title], ["hearsay", false, false, "Rain"]);
});

test("a correction that may have been lost is sent again as the same one, a new one as another", async () => {
  const sent = [];
  const fates = [new Problem("unreachable"), null, null];
  const corrections = new Corrections(async (_, repeatable) => {
    sent.push(repeatable);
    const fate = fates.shift();
    if (fate) throw fate;
  });
  const told = answer([sentence("It rained.", 0)]);
  const asked = { article: RAIN, answer: told, sentence: told.sentences[0], correction: { sourcing: "own" } };
  const words = [];
  for (let time = 0; time < 3; time += 1) words.push(await corrections.give(asked));
  assert.deepEqual(words, ["The service does not answer. The text stays here. Send it again: it is kept once.", "Kept. Thank you.", "Kept. Thank you."]);
  assert.equal(sent[0], sent[1]);
  assert.notEqual(sent[1], sent[2]);
});
