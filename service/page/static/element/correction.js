/** The form in which an editor says what a sentence's labels should have been. */
import { make } from "./build.js";
import { CERTAINTY, SOURCING, levelWords, plain } from "./words.js";

const FIELDS = Object.freeze([
  { name: "sourcing", label: "Behind the claim", now: (sentence) => sentence.sourcing.label, word: (label) => SOURCING[label] },
  { name: "certainty", label: "How certain", now: (sentence) => sentence.certainty.label, word: (label) => CERTAINTY[label] },
  { name: "strength", label: "Strength", now: (sentence) => sentence.level, word: (label) => levelWords(label).word },
]);

/** The form about `sentence`; `send(correction, store)` is called with the labels that were changed. */
export function correctionForm(sentence, vocabulary, send) {
  const selects = FIELDS.map((field) => select(sentence, field, vocabulary[field.name]));
  const store = make("input", { type: "checkbox", name: "store", "data-key": "correct-store" });
  const button = make("button", { type: "submit", disabled: true, "data-key": "correct-send" }, "Send the correction");
  const changed = () => {
    const none = selects[0].value === "none";
    for (const one of selects.slice(1)) one.disabled = none;
    button.disabled = !Object.keys(chosen(selects)).length;
  };
  const submitted = (event) => {
    event.preventDefault();
    send(chosen(selects), store.checked);
  };
  return make("details", { class: "correction" },
    make("summary", { "data-key": "correct" }, "Correct a label"),
    make("form", { on: { submit: submitted, change: changed } },
      ...FIELDS.map((field, at) => make("label", {}, make("span", {}, field.label), selects[at])),
      make("label", { class: "check" }, store, make("span", {}, "Keep the text with it, to train the next model")),
      button,
      make("output", { class: "said", role: "status" })),
  );
}

function select(sentence, { name, now, word }, labels) {
  const current = now(sentence);
  const options = labels.filter((label) => label !== current).map((label) => make("option", { value: label }, word(label) ?? plain(label)));
  const stays = current === null ? "leave it" : `as judged: ${word(current) ?? plain(current)}`;
  return make("select", { name, "data-key": `correct-${name}` }, make("option", { value: "" }, stays), ...options);
}

function chosen(selects) {
  const set = selects.filter((one) => !one.disabled && one.value !== "");
  return Object.fromEntries(set.map((one) => [one.name, one.value]));
}
