/** What changed between two texts. */

/** The stretch of `before` from `start` to `end` that became `inserted`; null where nothing changed. */
export function difference(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let back = 0;
  while (back < most - start && before[before.length - 1 - back] === after[after.length - 1 - back]) back += 1;
  return { start, end: before.length - back, inserted: after.slice(start, after.length - back) };
}
