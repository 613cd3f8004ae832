/** The text and its marks. */
export const TEXT = `
/* A word over the last word of a line may reach beyond it, but widens no page. */
.article { padding: 0 1.25rem 0 0.25rem; overflow: clip; overflow-clip-margin: 0.75rem; }
.sheet { position: relative; font: 1.09375rem/2.05 var(--serif); }
.sheet:has(h2) { font: 700 1.5rem/1.75 var(--serif); margin-bottom: 0.25rem; }
.marked, .sheet textarea { white-space: pre-wrap; overflow-wrap: break-word; tab-size: 4; letter-spacing: normal; padding: 0.3em 0 0; }
.marked h2 { font: inherit; }
.block.heading { font-weight: 700; }
.sheet:not(.editing) .block:not(:last-child) { margin-bottom: -0.7em; }
.sheet textarea {
  position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; border: 0; padding-inline: 0; resize: none;
  overflow: hidden; background: transparent; color: var(--ink); font: inherit; caret-color: var(--accent); outline-offset: 6px;
}
.editing .marked { color: transparent; user-select: none; }
.editing .marked::after { content: "\\200b"; }
.editing .block.heading { font-weight: inherit; }
/* The padding reaches to the lines above and below, so that no pointer falls between them; what is painted is lower. */
.sentence {
  --over: transparent; --under: transparent; --high: 1.4em;
  cursor: pointer; padding: 0.42em 0; box-decoration-break: clone; -webkit-box-decoration-break: clone; scroll-margin: 5rem 0 6rem;
  background: linear-gradient(var(--over) 0 0) center calc(50% - var(--high) / 2) / 100% 2px,
    linear-gradient(var(--under) 0 0) center calc(50% + var(--high) / 2) / 100% 2.5px,
    linear-gradient(var(--over) 0 0) left center / 2px var(--high), linear-gradient(var(--over) 0 0) right center / 2px var(--high),
    linear-gradient(var(--tint) 0 0) center / 100% var(--high);
  background-repeat: no-repeat;
}
.sentence:hover { --under: var(--tint-ink); }
.sentence[aria-current] { --over: var(--tint-ink); --under: var(--tint-ink); }
.sentence:focus-visible { --over: var(--accent); --under: var(--accent); outline: none; }
/* The level over the first word: it takes no room, so the lines break alike with and without it. */
.first:first-child { position: relative; }
.sentence > .first:first-child::before {
  content: attr(data-nothing);
  position: absolute; left: 0; bottom: calc(100% + 0.26em); z-index: 1; font: 600 0.65625rem/1 var(--sans); white-space: nowrap; color: var(--tint-ink);
  letter-spacing: 0.01em; pointer-events: none; user-select: none;
}
.sentence[data-level="none"] > .first:first-child::before { content: "○ no evidence"; content: "○ no evidence" / ""; }
.sentence[data-level="weak"] > .first:first-child::before { content: "◔ weak"; content: "◔ weak" / ""; }
.sentence[data-level="moderate"] > .first:first-child::before { content: "◑ moderate"; content: "◑ moderate" / ""; }
.sentence[data-level="solid"] > .first:first-child::before { content: "◕ solid"; content: "◕ solid" / ""; }
.sentence[data-level="strong"] > .first:first-child::before { content: "● strong"; content: "● strong" / ""; }
.sentence[data-level="no-claim"] > .first:first-child::before { content: "– no claim"; content: "– no claim" / ""; font-weight: 400; }
h2 .sentence > .first:first-child::before { bottom: calc(100% + 0.26em); }
.cue { text-decoration-line: underline; text-underline-offset: 0.22em; text-decoration-skip-ink: none; text-decoration-color: var(--none-ink); }
.cue[data-cue="hearsay"] { text-decoration-style: dotted; text-decoration-thickness: 3px; }
.cue[data-cue="hedge"] { text-decoration-style: wavy; text-decoration-thickness: 1.5px; }
.cue[data-cue="doubt"] { text-decoration-style: double; text-decoration-thickness: 2px; }
.cue[data-cue="anonymity"] { text-decoration-style: dashed; text-decoration-thickness: 2px; }
.cue[data-cue="booster"] { text-decoration-style: solid; text-decoration-thickness: 4px; text-decoration-color: light-dark(#7a2bb0, #d6a3ff); }
.cue[data-cue="report"] { text-decoration-style: solid; text-decoration-thickness: 1px; text-decoration-color: var(--muted); }
.mention { --edge: color-mix(in srgb, var(--accent) 55%, transparent); --opens: 0 0; --closes: 0 0; box-shadow: inset 0 1px var(--edge), inset 0 -1px var(--edge), inset var(--opens) var(--edge), inset var(--closes) var(--edge); }
.mention.opens { --opens: 1px 0; border-radius: 3px 0 0 3px; }
.mention.closes { --closes: -1px 0; border-radius: 0 3px 3px 0; }
.mention.opens.closes { border-radius: 3px; }
.unread { text-decoration: line-through; }
.ignored { color: var(--muted); background: repeating-linear-gradient(135deg, transparent 0 6px, color-mix(in srgb, var(--muted) 14%, transparent) 6px 7px); }
.stale { background: linear-gradient(color-mix(in srgb, var(--muted) 30%, transparent), color-mix(in srgb, var(--muted) 30%, transparent)) 0 90% / 100% 1px no-repeat; }
.sentence.dim { --tint: transparent; color: var(--muted); }
.editing .sentence.dim { color: transparent; }
.sentence.dim > .first:first-child::before { content: none; }
.sentence.dim .cue { text-decoration-line: none; }
.sentence.lit { --under: var(--accent); }
.mention.lit { background: var(--lit); --edge: var(--accent); }
@container onrecord (min-width: 60rem) {
  .article { padding-right: 2.5rem; overflow-clip-margin: 1.5rem; }
}
@container onrecord (max-width: 59.99rem) {
  .sentence { scroll-margin: 4rem 0 52vh; }
}
@container onrecord (max-width: 34rem) {
  .sheet { font-size: 1.0625rem; }
  .sheet:has(h2) { font-size: 1.25rem; }
}
@media (forced-colors: active) {
  .sentence { background: none; }
  .sentence:focus-visible { outline: 2px solid CanvasText; }
  .sentence[aria-current] { outline: 2px solid Highlight; }
  .sentence.lit { outline: 2px dashed Highlight; }
  .mention { outline: 1px solid CanvasText; }
  .mention.lit { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .cue { text-decoration-color: CanvasText !important; }
}
@media print {
  .sheet { font-size: 11pt; }
  .sheet textarea { display: none; }
  .editing .marked { color: inherit; }
  .sentence[aria-current], .sentence.lit { --over: transparent; --under: transparent; }
}
`;
