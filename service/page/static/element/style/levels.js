/** The colours of the levels, for the element and for a page around it. */

/** Declarations of each level's paper, ink and bar; they use `--muted` for what makes no claim. */
export const COLOURS = `--none: light-dark(#fbd7d0, #571f1a);
  --none-ink: light-dark(#97190d, #ffb3a6);
  --weak: light-dark(#fde5c9, #4b3212);
  --weak-ink: light-dark(#824600, #ffc680);
  --moderate: light-dark(#f6efbd, #3f3a12);
  --moderate-ink: light-dark(#615200, #e8da7c);
  --solid: light-dark(#d3efe7, #123f38);
  --solid-ink: light-dark(#0a5a4d, #82dfcb);
  --strong: light-dark(#d5e5fb, #16345d);
  --strong-ink: light-dark(#164b95, #a6caff);
  --none-bar: light-dark(#cf3f31, #f0685a);
  --weak-bar: light-dark(#e5922f, #e39a45);
  --moderate-bar: light-dark(#c9ad1f, #cdb83f);
  --solid-bar: light-dark(#23937e, #3fb39d);
  --strong-bar: light-dark(#2f70d0, #5f9df2);
  --no-claim: transparent;
  --no-claim-ink: var(--muted);`;

/** By `data-level`: which of them are `--tint`, `--tint-ink` and `--tint-bar`. */
export const TINTS = `[data-level] { --tint: var(--no-claim); --tint-ink: var(--no-claim-ink); --tint-bar: var(--muted); }
[data-level="none"] { --tint: var(--none); --tint-ink: var(--none-ink); --tint-bar: var(--none-bar); }
[data-level="weak"] { --tint: var(--weak); --tint-ink: var(--weak-ink); --tint-bar: var(--weak-bar); }
[data-level="moderate"] { --tint: var(--moderate); --tint-ink: var(--moderate-ink); --tint-bar: var(--moderate-bar); }
[data-level="solid"] { --tint: var(--solid); --tint-ink: var(--solid-ink); --tint-bar: var(--solid-bar); }
[data-level="strong"] { --tint: var(--strong); --tint-ink: var(--strong-ink); --tint-bar: var(--strong-bar); }`;
