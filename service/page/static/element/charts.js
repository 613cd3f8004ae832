/** Small charts, drawn as SVG; each tells its numbers in words too. */
import { draw, make } from "./build.js";
import { percent, wholePoints } from "./numbers.js";
import { LEVEL, LEVELS, levelWords } from "./words.js";

const ROW = 20;
const LEFT = 92;
const WIDTH = 270;
const BAR = WIDTH - LEFT - 74;

/** The probabilities of the five levels as bars, the strongest on top. */
export function probabilityChart(probabilities, level) {
  const told = LEVELS.map((name, at) => `${LEVEL[name].word} ${percent(probabilities[at])}`).join(", ");
  const rows = [...LEVELS].reverse().map((name, row) => probabilityRow(name, probabilities[LEVELS.indexOf(name)], row, name === level));
  return draw("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${ROW * LEVELS.length}`, role: "img", "aria-label": `How likely each level is: ${told}.` }, ...rows);
}

function probabilityRow(name, share, row, chosen) {
  const middle = row * ROW + ROW / 2;
  return draw("g", { class: chosen ? "chosen" : null },
    draw("text", { x: LEFT - 6, y: middle, "text-anchor": "end", "dominant-baseline": "central" }, `${LEVEL[name].word} ${LEVEL[name].sign}`),
    draw("rect", { class: "track", x: LEFT, y: middle - 5, width: BAR, height: 10, rx: 2 }),
    draw("rect", { class: "bar", "data-level": name, x: LEFT, y: middle - 5, width: Math.max(1, BAR * share), height: 10, rx: 2 }),
    draw("text", { x: LEFT + BAR + 6, y: middle, "dominant-baseline": "central" }, percent(share)),
  );
}

/** The strength on its scale 0 to 100, with the places where one level ends and the next begins. */
export function strengthScale(sentence, thresholds) {
  const at = 100 * sentence.strength;
  const words = `Strength ${Math.round(at)} of 100: ${levelWords(sentence.level).word}.`;
  return draw("svg", { class: "scale", viewBox: "0 0 260 22", role: "img", "aria-label": words },
    draw("rect", { class: "track", x: 0, y: 8, width: 260, height: 8, rx: 4 }),
    draw("rect", { class: "bar", "data-level": sentence.level, x: 0, y: 8, width: Math.max(3, 2.6 * at), height: 8, rx: 4 }),
    ...thresholds.map((share) => draw("line", { class: "tick", x1: 260 * share, x2: 260 * share, y1: 6, y2: 18 })),
    draw("circle", { class: "knob", cx: Math.min(254, Math.max(6, 2.6 * at)), cy: 12, r: 6 }),
  );
}

/** The rating on its scale, with its interval and where each grade begins. */
export function ratingScale(rating, grades) {
  const [low, high] = rating.interval;
  const words = `Rating ${wholePoints(rating.score)} of 100; annotators’ ratings lie between ${Math.round(low)} and ${Math.round(high)} for four articles in five with such a score.`;
  return draw("svg", { class: "scale rating", viewBox: "0 0 260 34", role: "img", "aria-label": words },
    draw("rect", { class: "track", x: 0, y: 8, width: 260, height: 8, rx: 4 }),
    draw("rect", { class: "interval", x: 2.6 * low, y: 8, width: Math.max(4, 2.6 * (high - low)), height: 8, rx: 4 }),
    ...bounds(grades).flatMap(({ grade, from, to }) => [
      from > 0 ? draw("line", { class: "tick", x1: 2.6 * from, x2: 2.6 * from, y1: 5, y2: 19 }) : null,
      draw("text", { x: 1.3 * (from + to), y: 30, "text-anchor": "middle", class: grade === rating.grade ? "now" : null }, grade),
    ]),
    draw("circle", { class: "knob", cx: Math.min(254, Math.max(6, 2.6 * rating.score)), cy: 12, r: 6 }),
  );
}

function bounds(grades) {
  const starts = Object.entries(grades).sort(([, one], [, other]) => one - other);
  if (!starts.length) return [];
  const all = [["E", 0], ...starts];
  return all.map(([grade, from], at) => ({ grade, from, to: all[at + 1]?.[1] ?? 100 }));
}

/** A share 0 to 1 as a bar. */
export function shareBar(share, kind) {
  return draw("svg", { class: `share ${kind}`, viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { class: "track", x: 0, y: 0, width: 100, height: 8 }),
    draw("rect", { class: "bar", x: 0, y: 0, width: Math.min(100, 100 * share), height: 8 }),
  );
}

/** The levels of all sentences as one stacked bar. */
export function levelBar(counts) {
  const total = counts.reduce((sum, [, count]) => sum + count, 0) || 1;
  let from = 0;
  const parts = counts.map(([level, count]) => {
    const width = (100 * count) / total;
    from += width;
    return draw("rect", { class: "bar", "data-level": level ?? "no-claim", x: from - width, y: 0, width, height: 10 });
  });
  return draw("svg", { class: "levels", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, ...parts);
}

/** A level's sign and word. */
export function levelBadge(level) {
  const { word, sign } = levelWords(level);
  return make("span", { class: "badge", "data-level": level ?? "no-claim" }, make("span", { "aria-hidden": "true" }, `${sign} `), word);
}
