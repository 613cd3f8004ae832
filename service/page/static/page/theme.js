/** The theme: the device's colours, or the ones chosen here, for the page and the article alike. */
import { COLOURS, TINTS } from "../element/style/levels.js";
import { byId } from "./by_id.js";

/** The theme that is chosen, or null for the device's. */
export function theme() {
  return byId("theme").value || null;
}

export function showTheme(chosen) {
  for (const node of [document.documentElement, byId("article")]) {
    if (chosen) node.setAttribute("theme", chosen);
    else node.removeAttribute("theme");
  }
  byId("theme").value = chosen ?? "";
}

/** Give the page the component's colours of the levels. */
export function showLevels() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { --muted: var(--soft); ${COLOURS} } ${TINTS}`);
  document.adoptedStyleSheets.push(sheet);
}

/** Show the theme that is chosen; `onchosen()` hears of it. */
export function mountTheme(onchosen) {
  byId("theme").addEventListener("change", () => {
    showTheme(theme());
    onchosen();
  });
}
