/** Correcting: what an editor says of a judgement, sent to be kept. */
import { Problem } from "../client.js";

/** The body of a request to /v1/feedback: a `correction`, or the code of an advice that is `dismissed`. */
export function feedbackOf({ article, answer, sentence, correction, dismissed, store = false }) {
  const headline = sentence.role === "headline";
  return {
    text: article.text,
    title: article.title?.trim() ? article.title : null,
    sentence: { start: sentence.start, end: sentence.end, headline, id: sentence.id },
    offset_unit: answer.offset_unit,
    ...(correction ? { correction } : { dismissed }),
    model: answer.model,
    policy: answer.policy,
    store,
  };
}

/** Sends what is said by `send(said, repeatable)`; returns what to tell whoever said it. */
export class Corrections {
  #repeatable = new Map(); // by what was said, until it was kept: sent again after a lost answer it is kept once

  constructor(send) {
    this.send = send;
  }

  async give(asked) {
    const said = feedbackOf(asked);
    const mark = JSON.stringify(said);
    if (!this.#repeatable.has(mark)) this.#repeatable.set(mark, crypto.getRandomValues(new Uint32Array(4)).join("-"));
    try {
      await this.send(said, this.#repeatable.get(mark));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.status === null ? `${error.words} Send it again: it is kept once.` : error.words;
    }
    this.#repeatable.delete(mark);
    return said.store ? "Kept, with the text. Thank you." : "Kept. Thank you.";
  }
}
