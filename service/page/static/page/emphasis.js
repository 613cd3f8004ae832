/** Emphasis: runs of * and _ and ~~ that open and close it, left out of a text where they find one another. */

const SPACE = /^\s?$/u;
const SIGN = /^[\p{P}\p{S}]$/u;

/** A run of marks between the text before it and that behind it. */
export function runOf(mark, size, before, behind) {
  const [left, right] = [before, behind].map((side) => (SPACE.test(side) ? 0 : SIGN.test(side) ? 1 : 2));
  const opening = right === 2 || (right === 1 && left < 2);
  const closing = left === 2 || (left === 1 && right < 2);
  const apart = mark === "_"; // within a word it is a letter like others
  const opens = opening && !(apart && closing && left === 2);
  const closes = closing && !(apart && opening && right === 2);
  return { mark, size, count: size, opens, closes };
}

/** The text of pieces, each a string or a run; what has found no other stands there as it is. */
export function joined(pieces) {
  const open = [];
  const bottoms = new Map(); // below which there is none for such a run: sought once, or it takes for ever
  for (const run of pieces) {
    if (typeof run === "string") continue;
    if (run.closes) close(run, open, bottoms);
    if (run.opens && run.count) open.push(run);
  }
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.mark.repeat(piece.count))).join("");
}

function close(run, open, bottoms) {
  const kind = `${run.mark}${run.opens}${run.size % 3}`;
  while (run.count) {
    let at = open.length - 1;
    const bottom = bottoms.get(kind) ?? 0;
    while (at >= bottom && !fit(open[at], run)) at -= 1;
    if (at < bottom) {
      bottoms.set(kind, open.length);
      return;
    }
    const used = Math.min(2, open[at].count, run.count);
    open[at].count -= used;
    run.count -= used;
    open.length = open[at].count ? at + 1 : at;
    for (const [one, most] of bottoms) bottoms.set(one, Math.min(most, open.length));
  }
}

function fit(opener, run) {
  if (opener.mark !== run.mark) return false;
  const both = opener.closes || run.opens;
  return !both || (opener.size + run.size) % 3 !== 0 || (opener.size % 3 === 0 && run.size % 3 === 0);
}
