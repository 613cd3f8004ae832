/** Colours, type and the grid of the whole element. */
import { COLOURS, TINTS } from "./levels.js";

export const BASE = `
:host {
  color-scheme: light dark;
  --ink: light-dark(#1b1c1f, #ececee);
  --muted: light-dark(#565b64, #adb2bc);
  --page: var(--onrecord-page, light-dark(#ffffff, #17181b));
  --raised: light-dark(#f5f5f2, #202226);
  --line: light-dark(#d8d8d2, #3b3e45);
  --accent: light-dark(#1d5bb8, #8fb8fa);
  --lit: light-dark(#cfe0ff, #2c4674);
  ${COLOURS}
  --serif: var(--onrecord-serif, Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, serif);
  --sans: var(--onrecord-sans, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  display: block;
  container: onrecord / inline-size;
  color: var(--ink);
  background: var(--page);
  font: 0.9375rem/1.5 var(--sans);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
h2, h3, h4, p, ul, dl, dd, blockquote, fieldset { margin: 0; padding: 0; border: 0; }
ul { list-style: none; }
h2, h3, h4 { font-size: 1em; line-height: 1.3; }
small { font-size: 0.8125rem; color: var(--muted); font-weight: 400; }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.frame { display: grid; gap: 1rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.article { min-width: 0; }
.side { display: grid; gap: 1rem; align-content: start; min-width: 0; }
.busy .strip, .busy .head { opacity: 0.75; }
${TINTS}
@container onrecord (min-width: 60rem) {
  .columns { grid-template-columns: 1.25rem minmax(0, 44rem) minmax(20rem, 1fr); gap: 1.5rem; align-items: start; }
  .columns > .article { grid-column: 2; }
  .columns > .side { grid-column: 3; }
  .columns.plain { grid-template-columns: minmax(0, 44rem); }
  .columns.plain > * { grid-column: 1; }
  .side { position: sticky; top: 0.75rem; max-height: calc(100vh - 1.5rem); overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; padding: 2px; }
}
@media (prefers-reduced-motion: no-preference) {
  .head { transition: opacity 0.2s; }
}
@media print {
  :host { color-scheme: light; background: none; font-size: 9.5pt; }
  .columns, .side { display: block; max-height: none; overflow: visible; position: static; }
  .toolbar, .strip, .panel, [role="tablist"] { display: none !important; }
  button.number { border: 0; padding: 0 0.15em; min-width: 0; color: inherit; }
  .pane, .pane[hidden] { display: block !important; border: 0; padding: 0; margin-top: 1.2em; }
  .pane::before { content: attr(data-title); font-weight: 700; font-size: 1.15em; display: block; margin-bottom: 0.3em; }
  section, li, tr { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
`;
