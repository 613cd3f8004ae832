/** The panel about a sentence, and the lists. */
export const SIDE = `
.panel { border: 1px solid var(--line); border-radius: 10px; background: var(--page); padding: 0.75rem 1rem 1rem; box-shadow: 0 6px 24px rgb(0 0 0 / 12%); }
.panel header { display: flex; align-items: center; gap: 0.5rem; }
.panel h3 { flex: 1; }
.panel h4 { margin: 0.9rem 0 0.25rem; }
.panel blockquote { font: italic 0.9375rem/1.4 var(--serif); color: var(--muted); border-left: 3px solid var(--line); padding-left: 0.6rem; margin: 0.4rem 0 0.6rem; }
.close { border: 0; background: none; font-size: 1.4rem; line-height: 1; min-width: 2rem; min-height: 2rem; border-radius: 6px; }
.close:hover { background: var(--raised); }
.strength b { font-size: 1.35rem; }
.strength { color: var(--muted); }
.strength b { color: var(--ink); }
.meaning { font-size: 0.875rem; color: var(--muted); margin-bottom: 0.4rem; }
.judged dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.15rem 0.9rem; }
.judged dt { color: var(--muted); }
.note { margin-top: 0.6rem; padding-left: 0.7rem; border-left: 3px solid var(--none-ink); }
.advice { margin-top: 0.75rem; padding: 0.5rem 0.75rem; border-radius: 6px; background: var(--raised); border-left: 4px solid var(--weak-ink); }
.advice h4 { margin: 0 0 0.15rem; }
.panel li + li { margin-top: 0.2rem; }
.cues li { display: grid; grid-template-columns: 1.1rem minmax(0, 1fr); }
.cues .lowers .sign { color: var(--none-ink); }
.cues .raises .sign { color: var(--solid-ink); }
.quiet { border: 0; background: none; color: var(--accent); padding: 0.2rem 0; font-size: 0.8125rem; text-decoration: underline; text-underline-offset: 0.2em; }
button.link { border: 0; background: none; padding: 0; text-align: start; color: var(--accent); text-decoration: underline; text-underline-offset: 0.2em; min-height: 1.5rem; }
button.link[aria-pressed="true"], button.link.lit { background: var(--lit); border-radius: 3px; color: var(--ink); }
.correction { margin-top: 0.9rem; border-top: 1px solid var(--line); padding-top: 0.6rem; }
.correction summary { cursor: pointer; color: var(--accent); }
.correction form { display: grid; gap: 0.5rem; margin-top: 0.5rem; }
.correction label:not(.check) { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0.5rem; align-items: center; }
.correction select { width: 100%; padding: 0.3rem; border: 1px solid var(--muted); border-radius: 5px; background: var(--page); }
.correction button { justify-self: start; padding: 0.35rem 0.9rem; border: 1px solid var(--accent); border-radius: 6px; background: var(--accent); color: var(--page); font-weight: 600; }
.correction button:disabled { background: none; color: var(--muted); border-color: var(--line); cursor: default; }
[role="tablist"] { display: flex; flex-wrap: wrap; gap: 0.15rem; border-bottom: 1px solid var(--line); }
[role="tab"] { border: 0; background: none; padding: 0.45rem 0.7rem; border-bottom: 3px solid transparent; color: var(--muted); border-radius: 4px 4px 0 0; }
[role="tab"]:hover { color: var(--ink); }
[role="tab"][aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.pane { padding: 0.75rem 0 0.25rem; }
.finding + .finding, .components + .components { margin-top: 0.9rem; }
.finding p { color: var(--muted); font-size: 0.875rem; margin-bottom: 0.2rem; }
.finding.headline { border-left: 3px solid var(--line); padding-left: 0.7rem; }
.finding.headline.stronger { border-color: var(--none-ink); }
.place { width: 100%; border: 0; border-radius: 5px; background: none; padding: 0.3rem 0.4rem; text-align: start; line-height: 1.4; font-family: var(--serif); }
.place:hover { background: var(--raised); }
.place .badge { font-family: var(--sans); font-size: 0.75rem; }
.empty { color: var(--muted); }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
caption { text-align: start; color: var(--muted); font-size: 0.8125rem; padding-bottom: 0.4rem; }
th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.5rem 0.35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
thead button { border: 0; background: none; padding: 0.2rem 0; font-weight: 600; font-size: 0.8125rem; white-space: nowrap; }
tbody tr.lit { background: color-mix(in srgb, var(--lit) 45%, transparent); }
td.number { min-width: 3.5rem; }
.kind { white-space: nowrap; }
.kind[data-kind="unnamed"] { font-style: italic; }
.components dl { display: grid; grid-template-columns: minmax(0, 1fr) 6.5rem; gap: 0.3rem 0.9rem; font-size: 0.875rem; margin-top: 0.2rem; }
.components dd span { font-variant-numeric: tabular-nums; }
@container onrecord (max-width: 59.99rem) {
  /* The panel sticks to the foot of the window as long as any of the article is in sight. */
  .columns { display: block; }
  .columns > * + *, .side > * + * { margin-top: 1rem; }
  .side { display: contents; }
  .panel { position: sticky; bottom: 0; z-index: 4; max-height: 48vh; overflow: auto; border-radius: 12px 12px 0 0; box-shadow: 0 -6px 24px rgb(0 0 0 / 22%); }
  .panel header { position: sticky; top: -0.75rem; background: var(--page); padding: 0.25rem 0; }
}
@media (forced-colors: active) {
  .panel, .advice { border: 1px solid CanvasText; }
  [role="tab"] { border-bottom-color: Canvas; }
  [role="tab"][aria-selected="true"] { border-bottom-color: Highlight; }
  button.link[aria-pressed="true"] { outline: 2px solid Highlight; }
}
`;
