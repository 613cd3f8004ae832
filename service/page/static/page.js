/** The page: its parts put together. */
import "./onrecord-article.js";
import { Client, Live, Problem } from "./client.js";
import { SORT } from "./element/sources.js";
import { readAddress, writeAddress } from "./page/address.js";
import { byId } from "./page/by_id.js";
import { mountCompare } from "./page/compare.js";
import { mountCorrect } from "./page/correct.js";
import { Desk, excess } from "./page/desk.js";
import { mountIntake } from "./page/intake.js";
import { keptKey, mountKey } from "./page/key.js";
import { clearNotice, notify, say } from "./page/notice.js";
import { reportOf } from "./page/report.js";
import { loadSample, mountSamples } from "./page/samples.js";
import { mountTake } from "./page/take.js";
import { showTheme } from "./page/theme.js";
import { counted } from "./page/words.js";

const RETRY = 5000; // until it is asked again what is here
const element = byId("article");
const desk = new Desk();
const client = new Client({ base: new URL(".", document.baseURI), key: keptKey() });
const live = new Live(client, { onbusy, onanswer, onproblem });

let meta = null;
let wanted = readAddress(location.hash); // the view that waits for its article
let editing = false;
let comparing = null; // the AbortController of the comparison that is shown or asked for
let waiting = null; // the article that there is no answer for yet
let copied = true; // whether what was edited here was taken along

const intake = mountIntake({ onarticle: (article) => begin(article), onfault: (words) => notify(words) });
const askKey = mountKey(useKey);
const correct = mountCorrect((said, repeatable) => client.feedback(said, repeatable), () => say("The correction was kept. Thank you."));
const comparison = mountCompare({ onearlier: compareWith, onother: () => comparison.ask(), onchosen: lookAt });

/** Put an article on the desk and have it judged. */
function begin(article, from = {}) {
  clearNotice();
  desk.take(article, from);
  client.forget();
  leaveComparison();
  edit(false);
  copied = true;
  element.answer = null;
  judge(article, (one) => live.now(one));
  writeDown(from.sample ? "push" : "replace");
}

/** Have an article judged, unless it is longer than the service reads. */
function judge(article, how) {
  const over = meta ? excess(article, meta.limits) : 0;
  waiting = article;
  if (over === 0) {
    how(article);
    return;
  }
  live.stop();
  say("");
  const limit = article.html === undefined ? meta.limits.text : meta.limits.markup;
  notify(`This text is too long: the service reads at most ${limit.toLocaleString("en")} characters, and this has ${over.toLocaleString("en")} more. Nothing was cut; judge it in parts.`);
}

function onbusy() {
  say("Judging…", true);
}

function onanswer({ answer, fresh, milliseconds }) {
  const first = desk.answer === null;
  waiting = null;
  clearNotice();
  desk.judged(answer);
  if (first) element.article = desk.plain;
  element.answer = answer;
  if (first) element.view = viewOf(wanted);
  show(true);
  const count = answer.sentences.length;
  const anew = fresh < count ? `, ${fresh === 0 ? "none" : fresh} of them anew` : "";
  say(`Judged ${counted(count, "sentence")}${anew} in ${Math.round(milliseconds)} ms.`);
  if (first && wanted.compare) compare();
  if (!meta) loadMeta();
}

function onproblem({ problem, article, again }) {
  say("");
  const stale = desk.answer ? "What is marked is from before the last change." : "";
  if (problem.needsKey) {
    notify(problem.words, { actions: [["Enter a key", askKey]], more: stale });
    askKey();
    return;
  }
  const soon = again === null ? "" : `It is asked again in ${counted(Math.max(1, Math.round(again)), "second")}.`;
  notify(problem.words, { actions: [["Try again", () => (article ? live.now(article) : loadMeta())]], more: `${soon} ${stale}`.trim() });
}

/** Show the article, or the fields for one. */
function show(result) {
  const hadFocus = byId("intake").contains(document.activeElement) || document.activeElement === document.body;
  const changes = byId("result").hidden === result;
  byId("result").hidden = !result;
  byId("intake").hidden = result;
  if (changes && result && hadFocus) byId("result-head").focus();
}

function again() {
  live.stop();
  desk.clear();
  waiting = null;
  wanted = { ...readAddress(""), theme: byId("theme").value || null };
  leaveComparison();
  intake.empty();
  say("");
  clearNotice();
  show(false);
  writeDown("push");
  intake.focus();
}

function edit(on) {
  editing = on;
  byId("edit").setAttribute("aria-pressed", String(on));
  element.options = { editable: on, correctable: Boolean(meta?.feedback) };
}

async function compare() {
  comparing?.abort();
  const asking = (comparing = new AbortController());
  byId("compare").setAttribute("aria-pressed", "true");
  byId("comparison").hidden = false;
  element.hidden = true;
  if (!desk.earlier) {
    comparison.ask();
    return;
  }
  comparison.wait();
  try {
    const found = await client.compare(desk.earlier, desk.plain, { signal: asking.signal });
    clearNotice();
    comparison.show(found);
  } catch (error) {
    if (asking.signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    comparison.fail();
    notify(error.words, { actions: [error.needsKey ? ["Enter a key", askKey] : ["Try again", compare]] });
  }
}

function compareWith(version) {
  desk.earlier = version;
  compare();
}

function leaveComparison() {
  comparing?.abort();
  comparing = null;
  byId("compare").setAttribute("aria-pressed", "false");
  byId("comparison").hidden = true;
  element.hidden = false;
}

function lookAt(index) {
  leaveComparison();
  element.view = { ...element.view, selected: index };
  writeDown("push");
}

/** Write the view into the address, as a new entry of the history or in place of the last. */
function writeDown(how = "replace") {
  const { sort, ...view } = desk.answer ? element.view : viewOf(wanted);
  const fragment = writeAddress({
    ...view,
    sort: sort === SORT ? null : sort,
    sample: desk.sample,
    theme: byId("theme").value || null,
    compare: comparing !== null || (desk.answer === null && wanted.compare),
  });
  const address = location.pathname + location.search + (fragment ? `#${fragment}` : "");
  if (address === location.pathname + location.search + location.hash) return;
  history[`${how}State`](null, "", address);
}

/** Show the view that the address names. */
async function follow() {
  wanted = readAddress(location.hash);
  showTheme(wanted.theme);
  if (wanted.sample && wanted.sample !== desk.sample) {
    await take(wanted.sample);
  } else if (desk.answer) {
    element.view = viewOf(wanted);
    if (wanted.compare && !comparing) compare();
    if (!wanted.compare && comparing) leaveComparison();
  }
}

async function take(name) {
  const sample = await loadSample(name).catch(() => null);
  if (!sample) {
    notify("This sample could not be loaded.", { actions: [["Try again", () => take(name)]] });
    return;
  }
  intake.empty();
  begin({ title: sample.title, text: sample.text }, { sample: name, earlier: sample.earlier });
}

function viewOf({ selected, weak, unnamed, unquoted, sort }) {
  return { selected, weak, unnamed, unquoted, sort: sort ?? SORT };
}

async function loadMeta() {
  try {
    await useMeta();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    onproblem({ problem: error, article: waiting, again: null });
    if (error.passes) setTimeout(() => meta ?? loadMeta(), RETRY);
  }
}

async function useMeta() {
  meta = await client.meta();
  element.meta = meta;
  edit(editing);
  byId("open-key").hidden = !meta.access.keys;
  byId("judge").textContent = `Judged by ${meta.latest.name} ${meta.latest.version}, policy ${meta.policy}.`;
  if (!waiting) clearNotice();
}

/** Use a key, or none; return why it does not open, or null. */
async function useKey(key) {
  client.key = key;
  client.forget();
  if (key === null) return null;
  try {
    await useMeta();
  } catch (error) {
    if (error instanceof Problem) return error.words;
    throw error;
  }
  clearNotice();
  if (waiting) live.now(waiting);
  return null;
}

function printed() {
  if (desk.answer) byId("report").replaceChildren(...reportOf(desk.plain, desk.answer));
}

element.addEventListener("onrecord-edit", ({ detail }) => {
  desk.edit(detail);
  copied = false;
  writeDown();
  if (detail.text.trim()) judge(desk.article, (article) => live.soon(article));
  else {
    live.stop();
    say("There is no text any more.");
  }
});
element.addEventListener("onrecord-view", () => writeDown());
element.addEventListener("onrecord-correct", ({ detail: { sentence, correction } }) => {
  correct({ article: desk.plain, answer: desk.answer, sentence, correction });
});
byId("again").addEventListener("click", again);
byId("edit").addEventListener("click", () => {
  leaveComparison();
  edit(!editing);
});
byId("compare").addEventListener("click", () => {
  if (comparing) leaveComparison();
  else compare();
  writeDown("push");
});
byId("print").addEventListener("click", () => print());
byId("open-how").addEventListener("click", () => byId("how").showModal());
byId("theme").addEventListener("change", ({ target }) => {
  showTheme(target.value || null);
  writeDown();
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the fragment is the view's
  byId("main").focus();
});
mountTake(
  () => ({ article: desk.plain, answer: desk.answer }),
  (words) => {
    copied = true;
    say(words);
  },
);
addEventListener("popstate", follow);
addEventListener("beforeprint", printed);
matchMedia("print").addEventListener("change", ({ matches }) => matches && printed());
addEventListener("online", () => waiting && live.now(waiting));
addEventListener("beforeunload", (event) => {
  // What was edited here is nowhere else.
  if (desk.edited && !copied) event.preventDefault();
});

mountSamples((name) => {
  wanted = { ...readAddress(""), theme: byId("theme").value || null };
  take(name);
});
loadMeta();
follow();
