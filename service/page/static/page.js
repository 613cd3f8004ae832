/** The page: its parts put together. */
import "./onrecord-article.js";
import { Client, Live, Problem } from "./client.js";
import { byId } from "./page/by_id.js";
import { Comparison } from "./page/compare.js";
import { Corrections } from "./page/correct.js";
import { Desk, excess } from "./page/desk.js";
import { mountIntake } from "./page/intake.js";
import { keptKey, mountKey } from "./page/key.js";
import { clearNotice, notify, say } from "./page/notice.js";
import { mountReport } from "./page/report.js";
import { Route } from "./page/route.js";
import { SAMPLES, loadSample, mountSamples } from "./page/samples.js";
import { mountTake } from "./page/take.js";
import { mountTheme, showLevels, showTheme, theme } from "./page/theme.js";
import { pauseOf } from "./client/pause.js";
import { counted, span } from "./element/numbers.js";

const element = byId("article");
const desk = new Desk();
const client = new Client({ base: new URL(".", document.baseURI), key: keptKey() });
const live = new Live(client, { onbusy, onanswer, onproblem });

let meta = null;
let metaRefused = false; // whether the notice says why there is none
let waiting = null; // the article that there is no answer for yet

const intake = mountIntake({ onarticle: (article) => begin(article), onfault: (words) => notify(words) });
const askKey = mountKey(useKey);
const corrections = new Corrections((said, repeatable) => client.feedback(said, repeatable));
const comparison = new Comparison({
  versions: () => ({ earlier: desk.earlier, now: desk.plain }),
  ask: (earlier, now, options) => client.compare(earlier, now, options),
  onearlier: (version) => {
    desk.earlier = version;
  },
  onchosen: lookAt,
  onproblem: (error) => refuse(error, () => comparison.open()),
});
const route = new Route({ current: viewNow, onmoved: follow });

/** Put an article on the desk and have it judged. */
function begin(article, from = {}) {
  clearNotice();
  desk.take(article, from);
  client.forget();
  comparison.close();
  element.editing = false;
  element.answer = null;
  element.article = { title: article.title ?? "", text: article.text };
  judge(article, (one) => live.now(one));
  if (from.sample) route.go();
  else route.note();
}

/** Have an article judged, unless it is longer than the service reads. */
function judge(article, how) {
  const over = meta ? excess(article, meta.limits) : 0;
  waiting = article;
  if (over === 0) {
    how(article);
    return;
  }
  halt("");
  const limit = article.html === undefined ? meta.limits.text : meta.limits.markup;
  notify(`The text is too long: the service reads at most ${limit.toLocaleString("en")} characters, and this has ${over.toLocaleString("en")} more. Nothing was cut; judge it in parts.`);
}

/** Have what waits for an answer judged at once. */
function judgeWaiting() {
  if (waiting) judge(waiting, (article) => live.now(article));
}

/** Ask no more, nor wait for what was asked. */
function halt(words) {
  live.stop();
  element.busy = false;
  say(words);
}

function onbusy() {
  element.busy = true;
  say("Judging…", true);
}

function onanswer({ article, answer, fresh, milliseconds }) {
  const first = desk.answer === null;
  element.busy = false;
  waiting = null;
  clearNotice();
  desk.judged(article, answer);
  if (first) element.article = desk.plain;
  element.answer = answer;
  if (first) element.view = route.elementView;
  show(true);
  const count = answer.sentences.length;
  const anew = fresh < count ? `, ${fresh === 0 ? "none" : fresh} of them anew` : "";
  say(`Judged ${counted(count, "sentence")}${anew} in ${Math.round(milliseconds)} ms.`);
  if (first && route.wanted.compare) comparison.open();
  if (!meta) loadMeta();
}

function onproblem({ problem, again }) {
  element.busy = false;
  say("");
  const stale = desk.answer ? "What is marked is from before the last change." : "";
  refuse(problem, judgeWaiting, `${whenAgain(problem, again)} ${stale}`.trim());
}

/** Say when it is asked again, or may be where that is too long to wait for. */
function whenAgain({ passes, retryAfter }, again) {
  if (again !== null) return `It is asked again in ${span(again)}.`;
  return passes ? `It is not asked again by itself: try again in ${span(retryAfter)}.` : "";
}

/** Say why something was refused, and offer what helps: a key, or another try. */
function refuse(error, retry, more = "") {
  if (!(error instanceof Problem)) throw error;
  notify(error.words, { actions: [error.needsKey ? ["Enter a key", askKey] : ["Try again", retry]], more });
  if (error.needsKey) askKey();
}

/** Show the article, or the fields for one. */
function show(result) {
  const hadFocus = byId("intake").contains(document.activeElement) || document.activeElement === document.body;
  const changes = byId("result").hidden === result;
  byId("result").hidden = !result;
  byId("intake").hidden = result;
  if (changes && result && hadFocus) byId("result-head").focus();
}

/** Take the article off the desk. */
function putAway() {
  halt("");
  desk.clear();
  waiting = null;
  comparison.close();
  clearNotice();
  show(false);
}

function again() {
  putAway();
  route.begin();
  intake.empty();
  route.go();
  intake.focus();
}

/** The view that is shown, or that waits for its article. */
function viewNow() {
  const waits = desk.answer === null;
  const compare = comparison.isOpen || (waits && route.wanted.compare);
  return { ...(waits ? route.elementView : element.view), sample: desk.sample, theme: theme(), compare };
}

function lookAt(index) {
  comparison.close();
  element.view = { ...element.view, selected: index };
  route.go();
}

/** Show the view that the address names. */
async function follow() {
  const { wanted } = route;
  showTheme(wanted.theme);
  if (wanted.sample && wanted.sample !== desk.sample) {
    await take(wanted.sample);
  } else if (desk.sample && !wanted.sample) {
    putAway();
  } else if (desk.answer) {
    element.view = route.elementView;
    if (wanted.compare && !comparison.isOpen) comparison.open();
    if (!wanted.compare && comparison.isOpen) comparison.close();
  }
}

async function take(name) {
  if (!SAMPLES.includes(name)) {
    notify("There is no sample of this name.", { kind: "note" });
    return;
  }
  const sample = await loadSample(name).catch(() => null);
  if (!sample) {
    notify("This sample could not be loaded.", { actions: [["Try again", () => take(name)]] });
    return;
  }
  intake.empty();
  begin({ title: sample.title, text: sample.text }, { sample: name, earlier: sample.earlier });
}

async function loadMeta(tried = 0) {
  try {
    await useMeta();
    // Its own refusal only: what was said of a file in the meantime stands.
    if (metaRefused && !waiting) clearNotice();
    metaRefused = false;
  } catch (error) {
    metaRefused = true;
    refuse(error, () => loadMeta());
    const again = pauseOf(error, tried);
    if (again !== null) setTimeout(() => meta ?? loadMeta(tried + 1), 1000 * again);
  }
}

async function useMeta() {
  meta = await client.meta();
  element.meta = meta;
  element.options = { editable: true, correctable: meta.feedback, dismissible: meta.feedback };
  byId("open-key").hidden = !meta.access.keys;
  byId("judge").textContent = `Judged by ${meta.latest.name} ${meta.latest.version}, policy ${meta.policy}.`;
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
  judgeWaiting();
  return null;
}

element.addEventListener("onrecord-edit", ({ detail }) => {
  desk.edit(detail);
  route.note();
  if (detail.text.trim()) judge(desk.article, (article) => live.soon(article));
  else {
    waiting = null;
    clearNotice();
    halt("There is no text any more.");
  }
});
element.addEventListener("onrecord-view", () => route.note());
for (const said of ["onrecord-correct", "onrecord-dismiss"]) {
  element.addEventListener(said, async ({ detail }) => {
    element.say(await corrections.give({ ...detail, ...desk.judgement }));
  });
}
byId("again").addEventListener("click", again);
byId("compare").addEventListener("click", () => {
  if (comparison.isOpen) comparison.close();
  else comparison.open();
  route.go();
});
mountReport(() => desk.judgement);
byId("open-how").addEventListener("click", () => byId("how").showModal());
mountTheme(() => route.note());
showLevels();
byId("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the fragment is the view's
  byId("main").focus();
});
mountTake(() => desk.judgement, {
  ontaken: (article, words) => {
    desk.took(article);
    say(desk.unsaved ? `${words} It is from before the last change, which is not judged yet.` : words);
  },
  onfault: say,
});
addEventListener("online", judgeWaiting);
addEventListener("beforeunload", (event) => {
  // What was edited here is nowhere else.
  if (desk.unsaved) event.preventDefault();
});

mountSamples((name) => {
  route.begin();
  take(name);
});
loadMeta();
follow();
