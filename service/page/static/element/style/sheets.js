/** The element's style sheets, made once for all elements on a page. */
import { BASE } from "./base.js";
import { PARTS } from "./parts.js";
import { SIDE } from "./side.js";
import { TEXT } from "./text.js";

let made = null;

/** Constructed sheets: a strict content security policy allows them where it forbids style elements. */
export function sheets() {
  made ??= [BASE, TEXT, PARTS, SIDE].map((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    return sheet;
  });
  return made;
}
