/** The samples: articles of our own that show what the page does. */

import { make } from "../element/build.js";
import { byId } from "./by_id.js";

export const SAMPLES = ["evidenced", "mixed", "hearsay"];
const loaded = new Map();

/** The sample of that name, {name, label, about, title, text, earlier?}, or null for a name there is none of. */
export async function loadSample(name) {
  if (!SAMPLES.includes(name)) return null;
  if (!loaded.has(name)) {
    const response = await fetch(new URL(`../samples/${name}.json`, import.meta.url));
    if (!response.ok) return null;
    loaded.set(name, await response.json());
  }
  return loaded.get(name);
}

/** List the samples as buttons; `onchosen(name)` hears which is wanted. */
export async function mountSamples(onchosen) {
  const samples = await Promise.all(SAMPLES.map((name) => loadSample(name).catch(() => null)));
  const entries = samples.filter(Boolean).map(({ name, label, title, about }) =>
    make("li", {},
      make("button", { type: "button", "data-sample": name, on: { click: () => onchosen(name) } },
        make("strong", {}, label),
        make("span", {}, `“${title}”`),
        make("span", { class: "aside" }, about),
      ),
    ),
  );
  byId("samples").replaceChildren(...entries);
}
