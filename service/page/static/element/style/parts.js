/** The head, the bar, the strip and the charts. */
export const PARTS = `
.head { display: grid; gap: 1rem 1.5rem; padding: 1rem 1.125rem; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; }
.grade { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.25rem 1rem; align-items: center; align-content: start; }
.letter { font: 700 3.25rem/1 var(--serif); min-width: 4.25rem; padding: 0.7rem 0; text-align: center; border-radius: 8px; border: 2px solid currentColor; }
.letter[data-grade="A"] { background: var(--strong); color: var(--strong-ink); }
.letter[data-grade="B"] { background: var(--solid); color: var(--solid-ink); }
.letter[data-grade="C"] { background: var(--moderate); color: var(--moderate-ink); }
.letter[data-grade="D"] { background: var(--weak); color: var(--weak-ink); }
.letter[data-grade="E"] { background: var(--none); color: var(--none-ink); }
.letter[data-grade="none"] { color: var(--muted); border-style: dashed; }
.label b { font-size: 1.125rem; }
.label span, .fine { color: var(--muted); }
.fine { font-size: 0.8125rem; line-height: 1.35; margin-top: 0.25rem; }
.counts ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.4rem 0 0.6rem; font-size: 0.875rem; }
.counts .levels { width: 100%; height: 0.75rem; border-radius: 4px; display: block; }
.reasons li { padding-left: 1.1rem; position: relative; }
.reasons li::before { content: "–"; position: absolute; left: 0; color: var(--muted); }
.gate { border-left: 4px solid var(--solid-ink); padding-left: 0.875rem; }
.gate[data-action="warn"] { border-color: var(--weak-ink); }
.gate[data-action="block"] { border-color: var(--none-ink); }
.gate h2 { margin-bottom: 0.3rem; }
.gate[data-action="warn"] h2::before { content: "⚠\\FE0E\\00a0\\00a0"; }
.gate[data-action="block"] h2::before { content: "✕ "; }
.gate[data-action="allow"] h2::before { content: "✓ "; }
.gate li + li { margin-top: 0.4rem; }
.places { white-space: normal; color: var(--muted); font-size: 0.8125rem; }
button.number { min-width: 1.5rem; min-height: 1.5rem; padding: 0 0.3rem; margin: 1px; border: 1px solid var(--line); border-radius: 5px; background: var(--page); color: var(--accent); font-size: 0.8125rem; line-height: 1.3; }
button.number:hover { border-color: var(--accent); }
.badge { display: inline-block; white-space: nowrap; padding: 0 0.4em; border-radius: 4px; background: var(--tint); color: var(--tint-ink); font-weight: 600; font-size: 0.8125rem; line-height: 1.5; }
.toolbar { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; align-items: center; font-size: 0.875rem; }
.toolbar fieldset { display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; align-items: center; min-width: 0; }
.check { display: inline-flex; gap: 0.4rem; align-items: center; cursor: pointer; min-height: 1.75rem; }
.check input { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0; flex: none; }
.found { color: var(--muted); }
.edit { border: 1px solid var(--accent); border-radius: 6px; background: none; color: var(--accent); padding: 0.25rem 0.75rem; font-weight: 600; }
.edit[aria-pressed="true"] { background: var(--accent); color: var(--page); }
.key { flex-basis: 100%; color: var(--muted); }
.key summary { cursor: pointer; width: fit-content; padding: 0.15rem 0; }
.key dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.3rem 0.9rem; margin: 0.5rem 0; }
.key dt { color: var(--ink); }
.strip { display: flex; height: 2.25rem; gap: 1px; position: sticky; top: 0; z-index: 3; background: var(--page); padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
.strip:has(> :nth-child(80)) { gap: 0; }
.strip div { flex: var(--length) 1 0; min-width: 0; display: flex; align-items: flex-end; cursor: pointer; background: var(--tint); }
.strip i { display: block; width: 100%; height: calc(12% + 88% * var(--strength)); background: var(--tint-bar); }
.strip [data-level="no-claim"] i { height: 1px; }
.strip [data-dim] { opacity: 0.25; }
.strip .now, .strip .lit { outline: 2px solid var(--accent); outline-offset: 0; z-index: 1; }
@container onrecord (min-width: 46rem) {
  .head { grid-template-columns: minmax(17rem, 1fr) minmax(0, 1.25fr); }
  .gate { grid-column: 1 / -1; }
}
@container onrecord (min-width: 60rem) {
  .head { grid-template-columns: minmax(19rem, 1fr) minmax(0, 1.15fr) minmax(0, 1.15fr); }
  .gate { grid-column: auto; }
  .strip { flex-direction: column; height: min(calc(100vh - 1.5rem), 60rem); top: 0.75rem; border: 0; padding: 0; }
  .strip div { align-items: stretch; min-height: 0; }
  .strip i { height: auto; width: calc(12% + 88% * var(--strength)); }
  .strip [data-level="no-claim"] i { height: auto; width: 1px; }
}
svg { display: block; max-width: 100%; }
svg text { font: 11.5px var(--sans); fill: var(--ink); }
.scale, .chart { width: 100%; max-width: 18rem; height: auto; }
.track { fill: color-mix(in srgb, var(--muted) 22%, transparent); }
.bar { fill: var(--tint-bar, var(--muted)); }
.levels .bar[data-level="no-claim"] { fill: color-mix(in srgb, var(--muted) 40%, transparent); }
.interval { fill: color-mix(in srgb, var(--accent) 45%, transparent); }
.knob { fill: var(--ink); stroke: var(--raised); stroke-width: 2; }
.tick { stroke: var(--muted); stroke-width: 1; }
.rating text { fill: var(--muted); }
.rating text.now { fill: var(--ink); font-weight: 700; }
.chart g:not(.chosen) .bar { opacity: 0.6; }
.chart .chosen text { font-weight: 700; }
.share { width: 100%; height: 0.4rem; border-radius: 3px; margin-top: 2px; }
.share.good .bar { fill: var(--strong-bar); }
.share.bad .bar { fill: var(--weak-bar); }
@media (forced-colors: active) {
  .bar, .knob { fill: CanvasText; }
  .levels { display: none; }
  .track { fill: none; stroke: CanvasText; stroke-width: 0.5; }
  .interval { fill: Highlight; }
  .strip i { forced-color-adjust: none; background: CanvasText; }
  .badge, .letter { border: 1px solid CanvasText; }
}
`;
