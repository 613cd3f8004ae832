/** Correcting: an editor's label instead of the model's, shown once more and sent. */

import { Problem } from "../client.js";
import { make } from "../element/build.js";
import { CERTAINTY, SOURCING, levelWords } from "../element/words.js";
import { byId } from "./by_id.js";

const LABELS = {
  sourcing: { name: "Who stands behind it", word: (label) => SOURCING[label], now: (sentence) => sentence.sourcing.label },
  certainty: { name: "How certain it is put", word: (label) => CERTAINTY[label], now: (sentence) => sentence.certainty.label },
  strength: { name: "Strength", word: (level) => levelWords(level).word, now: (sentence) => sentence.level },
};

/** The body of a request to /v1/feedback. */
export function feedbackOf({ article, answer, sentence, correction, store }) {
  const headline = sentence.role === "headline";
  return {
    text: article.text,
    title: article.title?.trim() ? article.title : null,
    sentence: { start: sentence.start, end: sentence.end, headline, id: sentence.id },
    offset_unit: answer.offset_unit,
    correction,
    model: answer.model,
    policy: answer.policy,
    store,
  };
}

/** The dialog that shows a correction and sends it by `send(said, repeatable)`; `onsent()` hears when it was kept. */
export function mountCorrect(send, onsent) {
  const dialog = byId("correct-dialog");
  const form = byId("correct-form");
  const store = byId("correct-store");
  const fault = byId("correct-fault");
  let pending = null;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.textContent = "";
    try {
      await send(feedbackOf({ ...pending, store: store.checked }), pending.repeatable + (store.checked ? "-kept" : ""));
      dialog.close();
      onsent();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      fault.textContent = `${error.words} Nothing was kept.`;
    }
  });
  byId("correct-close").addEventListener("click", () => dialog.close());

  return (asked) => {
    // The same correction sent twice, as after a lost answer, is kept once.
    pending = { ...asked, repeatable: crypto.getRandomValues(new Uint32Array(4)).join("-") };
    fault.textContent = "";
    byId("correct-sentence").textContent = asked.sentence.text;
    byId("correct-labels").replaceChildren(...Object.entries(asked.correction).map(([field, to]) => change(field, to, asked.sentence)));
    dialog.showModal();
  };
}

function change(field, to, sentence) {
  const { name, word, now } = LABELS[field];
  return make("li", {}, `${name}: `, make("del", {}, word(now(sentence))), " → ", make("ins", {}, word(to)));
}
