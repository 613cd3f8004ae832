/** Numbers in words: nothing that an editor reads has a decimal. */

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]]; // with their seconds

/** "24 %" of a share 0 to 1; what is not quite nothing or all is never told as that. */
export function percent(share) {
  if (share > 0 && share < 0.005) return "under 1 %";
  if (share < 1 && share >= 0.995) return "over 99 %";
  return `${Math.round(share * 100)} %`;
}

/** A rating in whole points, never up to where the next grade begins. */
export function wholePoints(score) {
  return Math.floor(score);
}

/** "1 sentence", "2 sentences". */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** "50 seconds", "3 minutes", "30 days": how long to wait, never too short and no more exact than it matters. */
export function span(seconds) {
  const [unit, size] = UNITS.find(([, least]) => seconds > 1.5 * least) ?? UNITS.at(-1);
  return counted(Math.max(1, Math.ceil(seconds / size)), unit);
}

/** What a cue did to the strength, as {sign, words}; an effect of 0 is one too small to tell. */
export function effectOf(effect) {
  const points = Math.round(Math.abs(effect) * 100);
  if (points === 0) return { sign: "·", words: "no clear difference here" };
  const much = `by ${counted(points, "point")} of 100`;
  return effect < 0 ? { sign: "▼", words: `lowers the strength ${much}` } : { sign: "▲", words: `raises the strength ${much}` };
}

/** How sure the model is of a label, from its probability. */
export function sureness(probability) {
  if (probability >= 0.9) return "almost surely";
  if (probability >= 0.7) return "likely";
  if (probability >= 0.5) return "more likely than not";
  return "a close call";
}

/** A list as English has it: "a, b and c". */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The beginning of a text, cut at a word where it is longer than `most` characters. */
export function excerpt(text, most = 90) {
  const flat = text.replace(/\s+/gu, " ").trim();
  if (flat.length <= most) return flat;
  const space = flat.lastIndexOf(" ", most);
  return `${flat.slice(0, space > most / 2 ? space : most).replace(/[\s,;:–-]+$/u, "")} …`;
}
