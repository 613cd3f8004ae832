/** The address: which view the page shows, as a URL fragment. It never holds a word of the text. */

const FLAGS = ["weak", "unnamed", "unquoted", "compare"];
const SORTS = /^-?[a-z_]{1,20}$/;
const NAMES = /^[a-z]{1,20}$/;
const THEMES = ["light", "dark"];

/** The view that a fragment names; what it does not name, or names wrongly, is as at the start. */
export function readAddress(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const view = { sample: null, theme: null, selected: null, sort: null };
  for (const flag of FLAGS) view[flag] = given.get(flag) === "1";
  if (NAMES.test(given.get("sample") ?? "")) view.sample = given.get("sample");
  if (THEMES.includes(given.get("theme"))) view.theme = given.get("theme");
  if (SORTS.test(given.get("sort") ?? "")) view.sort = given.get("sort");
  const selected = given.get("selected") ?? "";
  // People count from one, answers from zero.
  if (/^[1-9]\d{0,5}$/.test(selected)) view.selected = Number(selected) - 1;
  if (selected === "headline") view.selected = "headline";
  return view;
}

/** The fragment that names a view, without its "#"; "" for the view at the start. */
export function writeAddress(view) {
  const told = new URLSearchParams();
  if (NAMES.test(view.sample ?? "")) told.set("sample", view.sample);
  if (Number.isInteger(view.selected)) told.set("selected", String(view.selected + 1));
  if (view.selected === "headline") told.set("selected", "headline");
  for (const flag of FLAGS) if (view[flag] === true) told.set(flag, "1");
  if (SORTS.test(view.sort ?? "")) told.set("sort", view.sort);
  if (THEMES.includes(view.theme)) told.set("theme", view.theme);
  return told.toString();
}
