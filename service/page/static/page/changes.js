/** Changes: what a comparison found, put into rows and counts. */

import { counted, wholePoints } from "../element/numbers.js";
import { signed } from "./words.js";

export const KINDS = {
  stronger: { word: "stronger", mark: "▲" },
  weaker: { word: "weaker", mark: "▼" },
  relabelled: { word: "judged otherwise", mark: "◆" },
  edited: { word: "reworded", mark: "✎" },
  added: { word: "added", mark: "+" },
  removed: { word: "removed", mark: "−" },
  same: { word: "as before", mark: "=" },
};

/** A row for each change, the headline's first: both sentences (null where there is none), and how far it moved. */
export function rowsOf({ old: before, new: after, changes, headline_change: headline }) {
  const row = (change, earlier, now) => ({
    kind: change.kind,
    reworded: change.reworded && change.kind !== "edited",
    before: change.old === null ? null : earlier(change.old),
    after: change.new === null ? null : now(change.new),
    moved: change.strength_change,
  });
  const rows = changes.map((change) => ({
    ...row(change, (index) => before.sentences[index], (index) => after.sentences[index]),
    place: change.new,
  }));
  if (!headline) return rows;
  const place = headline.new === null ? null : "headline";
  return [{ ...row(headline, () => before.headline, () => after.headline), place }, ...rows];
}

/** How many changes there are of each kind, in the order of KINDS, without those there are none of. */
export function countsOf(changes) {
  const counts = Object.keys(KINDS).map((kind) => [kind, changes.filter((one) => one.kind === kind).length]);
  return counts.filter(([, count]) => count > 0);
}

/** One sentence that says what became of the rating. */
export function ratingChange({ old: before, new: after }) {
  if (!before.rating || !after.rating) return "The ratings cannot be compared: one version has none.";
  const [was, is] = [before, after].map(({ rating }) => wholePoints(rating.score));
  const grades = `${before.rating.grade} (${was}) to ${after.rating.grade} (${is})`;
  if (was === is) return `The rating stays: ${grades}.`;
  return `The newer version is rated ${counted(Math.abs(is - was), "point")} ${is > was ? "higher" : "lower"}: ${grades}.`;
}

/** How far a sentence's strength moved, in points of a hundred; "" where it did not. */
export function moved(change) {
  const points = Math.round(100 * (change ?? 0));
  return points === 0 ? "" : `${signed(points)} ${Math.abs(points) === 1 ? "point" : "points"}`;
}
