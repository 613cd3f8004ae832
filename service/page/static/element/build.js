/** Elements made of names and text: nothing here reads markup, so no text can become any. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, `on` (listeners by event), and children: elements, texts, or null for none. */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function draw(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Fill a part of the page anew, unless it shows the same already; what had the focus has it again.
 *
 * `shown` is what the part is made of: where it is as last time nothing is touched. The focus goes to the element with
 * the same `data-key`.
 */
export function refill(part, shown, build) {
  const mark = JSON.stringify(shown);
  if (part.shown === mark) return;
  part.shown = mark;
  const key = part.getRootNode().activeElement?.closest?.("[data-key]");
  const focused = key && part.contains(key) ? key.dataset.key : null;
  part.replaceChildren(...build().flat().filter(Boolean));
  if (focused !== null) part.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
