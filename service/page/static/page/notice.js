/** Notices: what stands in the way, and what to do about it. */

import { make } from "../element/build.js";
import { byId } from "./by_id.js";

/** Show a notice; `kind` is "problem" or "note", `actions` are [[words, what to do]]. */
export function notify(text, { kind = "problem", actions = [], more = "" } = {}) {
  const buttons = actions.map(([words, act]) => make("button", { type: "button", on: { click: act } }, words));
  const children = [make("p", {}, text), more ? make("p", { class: "aside" }, more) : null, ...buttons];
  byId("alert").replaceChildren(make("div", { class: "notice", "data-kind": kind }, ...children));
}

export function clearNotice() {
  byId("alert").replaceChildren();
}

/** Say in the status line what happens; "" for nothing. */
export function say(text, busy = false) {
  const status = byId("status");
  status.toggleAttribute("data-busy", busy);
  if (status.textContent !== text) status.textContent = text;
}
