import assert from "node:assert/strict";
import test from "node:test";
import { FORMATS, fileName, toCsv, toJson, toMarkdown, toText } from "../../../../service/page/static/page/export.js";
import { answer, sentence } from "./answers.mjs";

const ARTICLE = { title: "Rain | *again*", text: "=1+1 reportedly, “so”.\n\n\"Why?\"" };
const ANSWER = answer(
  [
    sentence("=1+1 reportedly, “so”.", 0, {
      sourcing: { label: "hearsay", probability: 0.9 },
      certainty: { label: "probable", value: 2 },
      advice: [{ code: "hearsay", message: "Nobody is named." }],
      undermined: true,
    }),
    sentence('"Why?"', 24, { strength: null, level: null, sourcing: { label: "none", probability: 0.9 } }),
  ],
  {
    headline: sentence(ARTICLE.title, 0, { role: "headline", level: "solid", strength: 0.7, sourcing: { label: "own", probability: 1 } }),
    sources: [{ id: "s0", name: "Ida Falk; engineer", kind: "named", mentions: [], sentences: [0], share: 1 }],
  },
);

test("plain text says rating, reasons and every sentence with its advice", () => {
  assert.equal(
    toText(ARTICLE, ANSWER),
    `Rain | *again*
D, weakly evidenced: 31 of 100 (annotators give such articles 22 to 41)
To check before it goes out.

Why
- Hearsay.

Before it goes out
- Mostly anonymous.
- No source is cited.

Sentence by sentence

Headline [solid, the outlet’s own voice, put as certain]
   Rain | *again*

1. [weak, nobody named: hearsay, put as probable, taken back by the next sentence]
   =1+1 reportedly, “so”.
   → Nobody is named.

2. [no claim]
   "Why?"

Sources
- Ida Falk; engineer (named): 100% of what is attributed, 1 sentence

Judged by onrecord-en 1.1.0, policy default 1. This says how well the text shows its evidence. It does not say whether the text is true, nor anything about its publisher.
`,
  );
});

test("Markdown shows an article's own marks as they are", () => {
  const made = toMarkdown(ARTICLE, ANSWER);
  assert.equal(made.split("\n")[0], "# Rain \\| \\*again\\*");
  assert.ok(made.includes("| headline | solid, the outlet’s own voice, put as certain | Rain \\| \\*again\\* |  |"));
  assert.ok(made.includes("| 2 | no claim | \"Why?\" |  |"));
});

test("JSON holds the article and the whole answer", () => {
  assert.deepEqual(JSON.parse(toJson(ARTICLE, ANSWER)), { ...ARTICLE, answer: ANSWER });
});

test("CSV has a row a sentence, and no cell that a spreadsheet would run", () => {
  assert.equal(
    toCsv(ARTICLE, ANSWER),
    [
      "\ufeffsentence,start,end,role,quoted,level,strength,sourcing,certainty,undermined,advice,sources,text",
      "headline,0,14,headline,false,solid,0.7,own,certain,false,,,Rain | *again*",
      "1,0,22,body,false,weak,0.25,hearsay,probable,true,hearsay,Ida Falk; engineer,\"'=1+1 reportedly, “so”.\"",
      '2,24,30,body,false,,,none,certain,false,,,"""Why?"""',
      "",
    ].join("\r\n"),
  );
});

test("without a rating the note stands in its place, and nothing of what is not there", () => {
  const bare = answer([], { rating: null, rating_note: "no_claims", gate: { action: "allow", reasons: [] }, advice: [] });
  const lines = toText({ title: " ", text: "Why?" }, bare).split("\n");
  assert.deepEqual(lines.slice(0, 3), ["Untitled", "No rating: not one sentence makes a factual claim.", "Keeps to the house’s rules."]);
  assert.deepEqual(lines.filter((line) => /^(Why|Sources|Before)/.test(line)), []);
});

test("every format has an ending of its own", () => {
  assert.deepEqual(Object.values(FORMATS).map(({ ending }) => ending), ["txt", "md", "json", "csv"]);
});

const NAMES = [
  ["Mayor: “No comment!”", "onrecord-mayor-no-comment.md"],
  ["../../etc/passwd", "onrecord-etc-passwd.md"],
  ["", "onrecord.md"],
  [null, "onrecord.md"],
];
for (const [title, name] of NAMES) {
  test(`a text called ${title} is saved as ${name}`, () => assert.equal(fileName(title, "md"), name));
}
