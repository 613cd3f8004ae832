/** The view: what is selected, which sentences are picked out, how sources are sorted. */
import { SORT } from "./sources.js";

export const VIEW = Object.freeze({ selected: null, weak: false, unnamed: false, unquoted: false, sort: SORT });
export const FILTERS = Object.freeze({
  weak: (sentence) => sentence.level === "none" || sentence.level === "weak",
  unnamed: (sentence) => sentence.sourcing.label === "unnamed" || sentence.sourcing.label === "hearsay",
  unquoted: (sentence) => !sentence.quoted,
});

/** A whole view made of a part of one; what is missing or of the wrong kind is as at first. */
export function viewOf(part) {
  const view = { ...VIEW };
  for (const name of Object.keys(FILTERS)) view[name] = part?.[name] === true;
  const selected = part?.selected;
  if (selected === "headline" || (Number.isInteger(selected) && selected >= 0)) view.selected = selected;
  if (typeof part?.sort === "string") view.sort = part.sort;
  return view;
}

/** Whether a sentence is among those that the view picks out. */
export function picked(sentence, view) {
  return Object.entries(FILTERS).every(([name, keeps]) => !view[name] || keeps(sentence));
}

/** Whether the view picks out some sentences only. */
export function isFiltered(view) {
  return Object.keys(FILTERS).some((name) => view[name]);
}

/** The sentence that a view means, by an index or "headline"; null where there is none. */
export function sentenceAt(answer, selected) {
  if (!answer || selected === null) return null;
  return (selected === "headline" ? answer.headline : answer.sentences[selected]) ?? null;
}

/** Where the sentence that was selected in one answer is in the next; null where the article has become too short. */
export function carried(selected, before, after) {
  if (selected === null || !after) return null;
  if (selected === "headline") return after.headline ? selected : null;
  const old = before?.sentences[selected];
  const alike = after.sentences.flatMap((one, at) => (old && one.id === old.id && one.text === old.text ? [at] : []));
  if (alike.length) return alike.reduce((one, at) => (Math.abs(at - selected) < Math.abs(one - selected) ? at : one));
  return selected < after.sentences.length ? selected : null;
}
