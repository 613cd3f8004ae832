/** The theme: the device's colours, or the ones chosen here, for the page and the article alike. */

import { byId } from "./by_id.js";

export function showTheme(theme) {
  for (const node of [document.documentElement, byId("article")]) {
    if (theme) node.setAttribute("theme", theme);
    else node.removeAttribute("theme");
  }
  byId("theme").value = theme ?? "";
}
