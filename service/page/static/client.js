/**
 * The scoring client: asks an onrecord service, sends only what it must, and hands out whole answers.
 * It needs no page: an editor's plugin may use it as it is.
 */

import { merge, remember } from "./client/merge.js";
import { pauseOf } from "./client/pause.js";
import { Problem, problemOf } from "./client/problem.js";

export { Problem } from "./client/problem.js";

const TIMEOUT = 30_000; // the service gives a text 15 seconds by default
const WAIT = 400; // after the last keystroke

export class Client {
  #last = null; // the answer before, whole, and what it was asked for
  #fetch;

  // `base` is the service's address, ending in a slash; `key` is a site key or null.
  constructor({ base, key = null, fetch = globalThis.fetch.bind(globalThis), timeout = TIMEOUT }) {
    Object.assign(this, { base, key, timeout });
    this.#fetch = fetch;
  }

  // Forget the answer before: the next request sends and gets everything.
  forget() {
    this.#last = null;
  }

  meta({ signal } = {}) {
    return this.#ask("v1/meta", null, { signal });
  }

  // The whole answer for {title, text} or {title, html}, its offsets in UTF-16; `fresh` says how many sentences the
  // service judged anew. Further fields (policy, model, lang) go along as they are.
  async score(article, { signal } = {}) {
    const request = requestOf(article);
    const last = this.#last;
    const asked = last ? { ...request, known: [...last.remembered.keys()], if_hash: last.answer.hash } : request;
    const answer = await this.#ask("v1/score", asked, { signal });
    if (answer.unchanged && last) return { answer: last.answer, fresh: 0 };
    const text = article.html === undefined ? article.text : answer.text;
    const read = (_, headline) => (headline ? article.title : text);
    const whole = merge(answer, last?.remembered ?? new Map(), read);
    if (whole) return this.#kept(whole, countFresh(answer));
    const full = await this.#ask("v1/score", request, { signal });
    return this.#kept(full, countFresh(full));
  }

  compare(before, after, { signal } = {}) {
    return this.#ask("v1/compare", { old: requestOf(before), new: requestOf(after) }, { signal });
  }

  // Keep what an editor says of a sentence. `repeatable` is a key of the caller's own: the same one is kept once.
  feedback(said, repeatable, { signal } = {}) {
    return this.#ask("v1/feedback", said, { signal, headers: { "Idempotency-Key": repeatable } });
  }

  #kept(answer, fresh) {
    this.#last = { answer, remembered: remember(answer) };
    return { answer, fresh };
  }

  async #ask(path, body, { signal, headers = {} }) {
    const timeout = AbortSignal.timeout(this.timeout);
    const options = {
      method: body ? "POST" : "GET",
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }), ...this.#credentials() },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    };
    return this.#read(new URL(path, this.base), options, timeout, signal);
  }

  async #read(address, options, timeout, signal) {
    try {
      const response = await this.#fetch(address, options);
      if (!response.ok) throw await problemOf(response);
      return await response.json();
    } catch (error) {
      if (error instanceof Problem || signal?.aborted) throw error;
      if (timeout.aborted) throw new Problem("timed_out");
      if (error instanceof SyntaxError) throw new Problem("not_understood");
      throw new Problem(globalThis.navigator?.onLine === false ? "offline" : "unreachable");
    }
  }

  #credentials() {
    return this.key ? { Authorization: `Bearer ${this.key}` } : {};
  }
}

/**
 * Scoring while somebody writes: the newest text is judged once the writing pauses, and an older request is dropped.
 * `onbusy(article)`, `onanswer({answer, fresh, article, milliseconds})` and `onproblem({problem, article, again})` tell
 * what happens; `again` is in how many seconds it asks again by itself, or null where it does not.
 */
export class Live {
  #timer = null;
  #asking = null;
  #tried = 0;

  constructor(client, { onbusy, onanswer, onproblem, wait = WAIT }) {
    Object.assign(this, { client, onbusy, onanswer, onproblem, wait });
  }

  // Judge the article when nothing newer comes for a while.
  soon(article) {
    this.#tried = 0;
    this.#later(article, this.wait);
  }

  // Judge the article at once.
  now(article) {
    this.#tried = 0;
    return this.#judge(article);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  #later(article, milliseconds) {
    this.stop();
    this.#timer = setTimeout(() => this.#judge(article), milliseconds);
  }

  async #judge(article) {
    this.stop();
    const asking = (this.#asking = new AbortController());
    this.onbusy(article);
    const begun = performance.now();
    try {
      const told = await this.client.score(article, { signal: asking.signal });
      if (asking.signal.aborted) return;
      this.#tried = 0;
      this.onanswer({ ...told, article, milliseconds: performance.now() - begun });
    } catch (error) {
      if (!asking.signal.aborted) this.#failed(error, article);
    }
  }

  #failed(error, article) {
    if (!(error instanceof Problem)) throw error;
    const again = pauseOf(error, this.#tried);
    this.#tried += 1;
    if (again !== null) this.#later(article, 1000 * again);
    this.onproblem({ problem: error, article, again });
  }
}

function requestOf({ title, text, html, ...rest }) {
  const body = html === undefined ? { text } : { html };
  return { ...rest, ...body, title: title?.trim() ? title : null, offset_unit: "utf16" };
}

function countFresh(answer) {
  return answer.sentences.filter((sentence) => !sentence.known).length;
}
