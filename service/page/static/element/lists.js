/** The lists beside the text: what to check, who is cited, what the rating is made of, what was left out. */
import { make } from "./build.js";
import { levelBadge, shareBar } from "./charts.js";
import { findings, leftOut } from "./findings.js";
import { compared } from "./headline.js";
import { counted, excerpt, listed, percent } from "./numbers.js";
import { COLUMNS, sortOf, sortAfter, sorted } from "./sources.js";
import { link } from "./summary.js";
import { COMPONENT, IGNORED, KIND, adviceTitle, levelWords, plain, sentenceCase } from "./words.js";

const HEADINGS = Object.freeze({ name: "Source", kind: "Kind", share: "Share", sentences: "Sentences" });

/** What an editor may look at, the gravest first, and the headline against the body. */
export function checkList(answer, { paragraph, show }) {
  const groups = findings(answer);
  return [
    headlineOf(answer, { paragraph, show }),
    ...groups.map(({ code, message, at }) => make("section", { class: "finding" },
      make("h3", {}, adviceTitle(code), " ", make("small", {}, counted(at.length, "place"))),
      make("p", {}, message),
      make("ul", {}, ...at.map((one) => make("li", {}, place(answer, one, code, show)))))),
    groups.length ? null : make("p", { class: "empty" }, "Nothing to check in single sentences."),
  ];
}

function place(answer, at, code, show) {
  const sentence = at === "headline" ? answer.headline : answer.sentences[at];
  return make("button", { type: "button", class: "place", "data-key": `check-${code}-${at}`, on: { click: () => show(at) } },
    levelBadge(sentence.level), " ", excerpt(sentence.text));
}

function headlineOf(answer, { paragraph, show }) {
  const found = compared(answer);
  if (!found) return null;
  const { headline, sentences } = answer;
  const told = found.matches.map((at) => levelWords(sentences[at].level).word);
  const said = found.matches.length
    ? `The headline reads ${levelWords(headline.level).word}; nearest to it in words ${told.length === 1 ? "is a sentence that reads" : "are sentences that read"} ${listed(told)}.`
    : `The headline reads ${levelWords(headline.level).word}. No sentence of the text is near to it in words.`;
  const dropped = found.dropped.map(({ index, words }) => `It drops “${words}” of paragraph ${paragraph(index)}.`);
  return make("section", { class: found.stronger || dropped.length ? "finding headline stronger" : "finding headline" },
    make("h3", {}, found.stronger ? "The headline is stronger than the text" : "The headline against the text"),
    make("p", {}, said, " ", ...found.matches.map((at) => link(at, "match", show))),
    ...dropped.map((words) => make("p", {}, words)));
}

/** The table of sources; `on.sort(sort)`, `on.source(id or null)`, `on.show(index)` and `on.pin(id)` are called. */
export function sourceTable(answer, sort, { pinned, on }) {
  if (!answer.sources.length) return [make("p", { class: "empty" }, "No source is cited by name or description.")];
  const now = sortOf(sort);
  const heads = Object.keys(COLUMNS).map((column) => {
    const order = now.column === column ? (now.descending ? "descending" : "ascending") : "none";
    const arrow = { ascending: " ▲", descending: " ▼", none: "" }[order];
    return make("th", { scope: "col", "aria-sort": order },
      make("button", { type: "button", "data-key": `sort-${column}`, on: { click: () => on.sort(sortAfter(sort, column)) } }, HEADINGS[column], make("span", { "aria-hidden": "true" }, arrow)));
  });
  return [
    make("table", {},
      make("caption", {}, "Who is cited. Point at a source to see all its sentences; press it to keep them lit."),
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...sorted(answer.sources, sort).map((source) => row(source, pinned, on)))),
  ];
}

function row(source, pinned, on) {
  return make("tr", { "data-source": source.id, on: { pointerenter: () => on.source(source.id), pointerleave: () => on.source(null) } },
    make("th", { scope: "row" },
      make("button", { type: "button", class: "link", "aria-pressed": String(source.id === pinned), "data-source": source.id, "data-key": `source-${source.id}`,
        on: { click: () => on.pin(source.id), focus: () => on.source(source.id), blur: () => on.source(null) } }, source.name)),
    make("td", {}, make("span", { class: "kind", "data-kind": source.kind }, KIND[source.kind] ?? plain(source.kind))),
    make("td", { class: "number" }, percent(source.share), shareBar(source.share, "plain")),
    make("td", {}, source.sentences.map((at) => link(at, `of-${source.id}`, on.show))));
}

/** The components of the rating as bars: first the shares, the larger the more they count, then the counts. */
export function componentList(rating) {
  if (!rating) return [make("p", { class: "empty" }, "There is no rating, so there is nothing that it is made of.")];
  const known = (name) => COMPONENT[name] ?? { word: sentenceCase(name), more: null, unit: "number" };
  const rows = Object.entries(rating.components).map(([name, value]) => [known(name), value]);
  const side = (more) => rows.filter(([one]) => one.more === more && one.unit === "share").sort(([, one], [, other]) => other - one);
  const rest = rows.filter(([one]) => one.unit !== "share");
  return [
    components("The more of it the better", "good", side(true)),
    components("The less of it the better", "bad", side(false)),
    components("Beside these", "plain", rest),
  ];
}

function components(title, kind, rows) {
  if (!rows.length) return null;
  return make("section", { class: "components" }, make("h3", {}, title), make("dl", {}, ...rows.flatMap(([one, value]) => [
    make("dt", {}, one.word),
    make("dd", {}, make("span", {}, amount(one, value)), one.unit === "share" ? shareBar(value, kind) : null),
  ])));
}

function amount({ unit }, value) {
  if (unit === "share") return percent(value);
  return unit === "points" ? `${Math.round(value)} of 100` : String(Math.round(value));
}

/** What was left out, by reason, with the words themselves where they stand in the text; null where nothing was. */
export function leftOutList(answer, slice) {
  const groups = leftOut(answer);
  if (!groups.length) return [make("p", { class: "empty" }, "Nothing was left out: every word of the text was read.")];
  return groups.map(({ reason, of, parts }) => make("section", { class: "finding" },
    make("h3", {}, `${sentenceCase(IGNORED[reason] ?? reason)} `, make("small", {}, `${counted(parts.length, "place")} in the ${of === "html" ? "page" : of === "title" ? "title" : "text"}`)),
    of === "body" ? make("ul", {}, ...parts.map(slice).filter((words) => words.trim()).slice(0, 20).map((words) => make("li", {}, excerpt(words)))) : null));
}
