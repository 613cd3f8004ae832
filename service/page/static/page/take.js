/** Taking it along: copy or save what was said of the article. */

import { make } from "../element/build.js";
import { byId } from "./by_id.js";
import { FORMATS, fileName } from "./export.js";

/**
 * The menu of formats; `current()` gives {article, answer} or null, `ontaken(article, words)` hears which article was
 * taken along and how, `onfault(words)` why none was.
 */
export function mountTake(current, { ontaken, onfault }) {
  const menu = byId("take");
  const rows = Object.entries(FORMATS).map(([name, format]) => {
    const act = (does, words) => async () => {
      menu.open = false;
      menu.querySelector("summary").focus();
      const shown = current();
      if (!shown) {
        onfault("It is not judged yet.");
        return;
      }
      const { article, answer } = shown;
      if (await does(format.write(article, answer), format, article)) ontaken(article, words);
      else onfault("The browser did not allow that.");
    };
    const button = (words, does, told) =>
      make("button", { type: "button", "aria-label": `${words} as ${format.name}`, on: { click: act(does, told) } }, words);
    return make("div", { "data-format": name },
      make("span", {}, format.name),
      button("Copy", copy, `Copied as ${format.name}.`),
      button("Save", save, `Saved as ${format.name}.`),
    );
  });
  byId("formats").replaceChildren(...rows);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

// Without TLS a browser gives a page no clipboard, but still copies what is selected.
function copyByHand(text) {
  const field = make("textarea", { class: "unseen", readonly: true, "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function save(text, { type, ending }, { title }) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  make("a", { href: address, download: fileName(title, ending) }).click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}
