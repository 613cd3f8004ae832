import assert from "node:assert/strict";
import test from "node:test";
import { Client, Live, Problem } from "../../../../service/page/static/client.js";
import { pauseOf } from "../../../../service/page/static/client/pause.js";
import { merge, remember } from "../../../../service/page/static/client/merge.js";
import { problemOf, secondsOf } from "../../../../service/page/static/client/problem.js";
import { answer, sentence } from "./answers.mjs";

const TEXT = "It rained. It reportedly snowed.";
const CUE = { kind: "hearsay", subtype: "reportedly", start: 14, end: 24, text: "reportedly", effect: -0.3 };
const WHOLE = answer([sentence("It rained.", 0), sentence("It reportedly snowed.", 11, { cues: [CUE] })]);

function short(one, start) {
  const { id, segment, text, attributions } = one;
  return { id, segment, start, end: start + text.length, known: true, attributions };
}

/** A service that gives these answers one after the other, and notes what it was asked. */
function service(...answers) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push({ address: String(address), ...options, body: options.body && JSON.parse(options.body) });
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next instanceof Response ? next : Response.json(next);
  };
  return { asked, client: new Client({ base: "http://desk.example/onrecord/", key: "k", fetch }) };
}

function problem(status, code, headers = {}) {
  return new Response(JSON.stringify({ status, code, detail: "Told." }), { status, headers });
}

test("a known sentence is whole again, its cues moved with it", () => {
  const text = `Look! ${TEXT}`;
  const told = { ...answer([]), sentences: [sentence("Look!", 0), short(WHOLE.sentences[0], 6), short(WHOLE.sentences[1], 17)] };
  const made = merge(told, remember(WHOLE), () => text);
  assert.deepEqual(made.sentences[2], { ...WHOLE.sentences[1], start: 17, end: 38, cues: [{ ...CUE, start: 20, end: 30 }] });
  for (const one of [...made.sentences, ...made.sentences[2].cues]) assert.equal(text.slice(one.start, one.end), one.text);
});

test("a headline is read in the title", () => {
  const headline = sentence("It rains", 0, { role: "headline" });
  const told = answer([], { headline: short(headline, 0) });
  const made = merge(told, remember(answer([], { headline })), (_, isHeadline) => (isHeadline ? "It rains" : ""));
  assert.deepEqual(made.headline, headline);
});

const UNFIT = [
  ["nobody remembers", new Map(), TEXT],
  ["has other words now", remember(WHOLE), TEXT.replace("rained", "poured")],
];
for (const [why, remembered, text] of UNFIT) {
  test(`a known sentence that ${why} cannot be made whole`, () => {
    assert.equal(merge(answer([short(WHOLE.sentences[0], 0)]), remembered, () => text), null);
  });
}

test("the second request names what is known, and gets a whole answer of a short one", async () => {
  const next = answer([short(WHOLE.sentences[0], 0), short(WHOLE.sentences[1], 11), sentence("Why?", 33)], { hash: "h2" });
  const { asked, client } = service(WHOLE, next);
  await client.score({ title: "", text: TEXT });
  const told = await client.score({ title: "", text: `${TEXT} Why?` });
  assert.deepEqual(asked[0].body, { text: TEXT, title: null, offset_unit: "utf16" });
  assert.deepEqual(asked[1].body.known, ["id of It rained.", "id of It reportedly snowed."]);
  assert.equal(asked[1].body.if_hash, "h1");
  assert.equal(told.fresh, 1);
  assert.deepEqual(told.answer.sentences.slice(0, 2), WHOLE.sentences);
});

test("an answer that cannot be made whole is asked for again in full", async () => {
  const { asked, client } = service(WHOLE, answer([{ ...short(WHOLE.sentences[0], 0), end: 9 }]), WHOLE);
  await client.score({ text: TEXT });
  assert.deepEqual(await client.score({ text: TEXT }), { answer: WHOLE, fresh: 2 });
  assert.deepEqual(asked.map(({ body }) => "known" in body), [false, true, false]);
});

test("what has not changed is the answer before", async () => {
  const { client } = service(WHOLE, { hash: "h1", unchanged: true });
  const first = await client.score({ text: TEXT });
  assert.deepEqual(await client.score({ text: TEXT }), { answer: first.answer, fresh: 0 });
});

test("what the client forgot it asks for in full", async () => {
  const { asked, client } = service(WHOLE, WHOLE);
  await client.score({ text: TEXT });
  client.forget();
  await client.score({ text: TEXT });
  assert.deepEqual(asked[1].body, asked[0].body);
});

test("HTML goes as html, and its extracted text is what offsets count into", async () => {
  const page = answer([sentence("It rained.", 0)], { text: "It rained." });
  const again = answer([short(page.sentences[0], 0)], { text: "It rained.", hash: "h2" });
  const { asked, client } = service(page, again);
  await client.score({ title: "Rain", html: "<p>It rained.</p>" });
  const told = await client.score({ title: "Rain!", html: "<p>It rained.</p>" });
  assert.deepEqual(asked[0].body, { html: "<p>It rained.</p>", title: "Rain", offset_unit: "utf16" });
  assert.equal(told.answer.sentences[0].text, "It rained.");
});

test("the key goes as a bearer's, below the address that was given, and no cookie with it", async () => {
  const { asked, client } = service({ release: "1" }, WHOLE);
  await client.meta();
  await client.score({ text: TEXT });
  assert.deepEqual(asked.map(({ address, method }) => [method, address]), [
    ["GET", "http://desk.example/onrecord/v1/meta"],
    ["POST", "http://desk.example/onrecord/v1/score"],
  ]);
  for (const { headers, credentials } of asked) {
    assert.equal(headers.Authorization, "Bearer k");
    assert.equal(credentials, "omit");
  }
});

test("a comparison sends both versions, feedback a key to repeat it by", async () => {
  const { asked, client } = service({ changes: [] }, { id: "1" });
  await client.compare({ text: "Old." }, { text: "New.", title: "T" });
  await client.feedback({ thumb: "up" }, "once");
  assert.deepEqual(asked[0].body, {
    old: { text: "Old.", title: null, offset_unit: "utf16" },
    new: { text: "New.", title: "T", offset_unit: "utf16" },
  });
  assert.equal(asked[1].headers["Idempotency-Key"], "once");
});

const REFUSED = [
  [problem(401, "missing_key"), { code: "missing_key", needsKey: true, passes: false }],
  [problem(429, "too_many_requests", { "Retry-After": "7" }), { code: "too_many_requests", retryAfter: 7, passes: true }],
  [problem(413, "text_too_long"), { code: "text_too_long", words: "The text is too long for this service. Told." }],
  [problem(418, "brand_new"), { code: "brand_new", words: "Told.", passes: false }],
  [new Response("<h1>Bad gateway</h1>", { status: 502 }), { code: "unreachable", passes: true }],
  [new Response("<h1>Hello</h1>", { status: 404 }), { code: "not_understood", status: 404 }],
  [new Response("<h1>Sign in</h1>"), { code: "not_understood" }],
  [new TypeError("fetch failed"), { code: "unreachable", passes: true }],
];
for (const [refusal, facts] of REFUSED) {
  test(`${refusal.status ?? "no connection"} is told as ${facts.code}`, async () => {
    const { client } = service(refusal);
    await assert.rejects(client.score({ text: TEXT }), (error) => {
      assert.ok(error instanceof Problem);
      for (const [name, value] of Object.entries(facts)) assert.equal(error[name], value);
      return true;
    });
  });
}

test("every field at fault is named", async () => {
  const body = { status: 422, code: "invalid_request", detail: "The request has a fault.", errors: [{ field: "text", message: "Not a valid string." }] };
  const told = await problemOf(new Response(JSON.stringify(body), { status: 422 }));
  assert.equal(told.words, "The service could not read the request. The request has a fault. text: Not a valid string.");
});

const WAITS = [
  ["5", 5],
  ["Thu, 01 Jan 2026 00:00:10 GMT", 10],
  ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
  ["soon", null],
  [null, null],
];
for (const [header, seconds] of WAITS) {
  test(`Retry-After: ${header} is ${seconds} seconds`, () => {
    assert.equal(secondsOf(header, Date.parse("2026-01-01T00:00:00Z")), seconds);
  });
}

test("of what is written in haste only the last is judged", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, client } = service(WHOLE);
  const told = await new Promise((resolve, reject) => {
    const live = new Live(client, { onbusy() {}, onanswer: resolve, onproblem: reject });
    for (const text of ["I", "It", TEXT]) live.soon({ text });
    t.mock.timers.tick(1000);
  });
  assert.deepEqual(asked.map(({ body }) => body.text), [TEXT]);
  assert.equal(told.article.text, TEXT);
});

test("an answer that a newer text overtook is dropped", async () => {
  const open = [];
  const fetch = (_, { signal }) =>
    new Promise((resolve, reject) => {
      open.push(() => resolve(Response.json(WHOLE)));
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  const client = new Client({ base: "http://desk.example/", fetch });
  const answers = [];
  await new Promise((resolve, reject) => {
    const live = new Live(client, { onbusy() {}, onanswer: (told) => resolve(answers.push(told)), onproblem: reject });
    live.now({ text: "Old." });
    live.now({ text: TEXT });
    for (const give of open) give();
  });
  assert.deepEqual(answers.map(({ article }) => article.text), [TEXT]);
});

test("a busy service is asked again when it says, and at last every half minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const busy = (facts) => problem(503, "overloaded", facts);
  const { asked, client } = service(busy({ "Retry-After": "3" }), ...Array.from({ length: 7 }, () => busy({})), answer([]));
  const told = [];
  await new Promise((resolve) => {
    const live = new Live(client, {
      onbusy() {},
      onanswer: resolve,
      onproblem({ again }) {
        told.push(again);
        t.mock.timers.tick(1000 * again);
      },
    });
    live.now({ text: TEXT });
  });
  assert.deepEqual(told, [3, 2, 4, 8, 16, 32, 32, 32]);
  assert.equal(asked.length, 9);
});

const PAUSES = [
  [{ passes: true, retryAfter: 600 }, 0, 600],
  [{ passes: true, retryAfter: 3600 }, 0, 3600],
  [{ passes: true, retryAfter: 3601 }, 0, null],
  [{ passes: true, retryAfter: 2_591_997 }, 0, null],
  [{ passes: true, retryAfter: 0 }, 0, 1],
  [{ passes: true, retryAfter: 0 }, 3, 8],
  [{ passes: true, retryAfter: 0 }, 99, 32],
  [{ passes: true, retryAfter: 50 }, 99, 50],
  [{ passes: true, retryAfter: null }, 1, 2],
  [{ passes: false, retryAfter: 5 }, 0, null],
];
for (const [problem, tried, seconds] of PAUSES) {
  test(`after ${JSON.stringify(problem)} and ${tried} tries the pause is ${seconds}`, () => {
    assert.equal(pauseOf(problem, tried), seconds);
  });
}

test("a quota that opens in a month is left alone until then", async () => {
  const { asked, client } = service(problem(429, "too_many_requests", { "Retry-After": "2591997" }));
  const told = await new Promise((resolve) => new Live(client, { onbusy() {}, onproblem: resolve }).now({ text: TEXT }));
  assert.deepEqual([told.again, told.problem.retryAfter], [null, 2_591_997]);
  await new Promise((resolve) => setTimeout(resolve, 50)); // a timer that is too long for 32 bits goes off after 1 ms
  assert.equal(asked.length, 1);
});
