/** Export: an article and what was said of it, as text, Markdown, JSON or CSV. */

import { counted, wholePoints } from "../element/numbers.js";
import { GATE, KIND, ratingNote } from "../element/words.js";
import { LIMITS, judgementOf } from "./words.js";

const COLUMNS = [
  ["sentence", ({ place }) => place],
  ["start", ({ sentence }) => sentence.start],
  ["end", ({ sentence }) => sentence.end],
  ["role", ({ sentence }) => sentence.role],
  ["quoted", ({ sentence }) => sentence.quoted],
  ["level", ({ sentence }) => sentence.level],
  ["strength", ({ sentence }) => sentence.strength],
  ["sourcing", ({ sentence }) => sentence.sourcing.label],
  ["certainty", ({ sentence }) => sentence.certainty.label],
  ["undermined", ({ sentence }) => sentence.undermined],
  ["advice", ({ sentence }) => sentence.advice.map(({ code }) => code).join(" ")],
  ["sources", ({ sources }) => sources.join("; ")],
  ["text", ({ sentence }) => sentence.text],
];

export const FORMATS = {
  text: { name: "Plain text", type: "text/plain", ending: "txt", write: toText },
  markdown: { name: "Markdown", type: "text/markdown", ending: "md", write: toMarkdown },
  json: { name: "JSON", type: "application/json", ending: "json", write: toJson },
  csv: { name: "CSV, a row a sentence", type: "text/csv", ending: "csv", write: toCsv },
};

/** All units of the answer in reading order: the headline first, then the sentences, counted from one. */
export function unitsOf(answer) {
  const names = (index) => answer.sources.filter((one) => one.sentences.includes(index)).map((one) => one.name);
  const headline = answer.headline ? [{ place: "headline", sentence: answer.headline, sources: [] }] : [];
  const rest = answer.sentences.map((sentence, index) => ({ place: index + 1, sentence, sources: names(index) }));
  return [...headline, ...rest];
}

/** The report as plain text. */
export function toText(article, answer) {
  const parts = [
    [article.title?.trim() || "Untitled", ratingLine(answer), gateLine(answer)].join("\n"),
    listed("Why", answer.rating?.reasons ?? [], "- "),
    listed("Before it goes out", messagesOf(answer), "- "),
    ["Sentence by sentence", ...unitsOf(answer).map(toldPlainly)].join("\n\n"),
    listed("Sources", answer.sources.map(sourceLine), "- "),
    foot(answer),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** The report as Markdown. */
export function toMarkdown(article, answer) {
  const parts = [
    `# ${escaped(article.title?.trim() || "Untitled")}`,
    `**${escaped(ratingLine(answer))}**  \n${escaped(gateLine(answer))}`,
    listed("## Why\n", (answer.rating?.reasons ?? []).map(escaped), "- "),
    listed("## Before it goes out\n", messagesOf(answer).map(escaped), "- "),
    ["## Sentence by sentence\n", table(answer)].join("\n"),
    listed("## Sources\n", answer.sources.map(sourceLine).map(escaped), "- "),
    escaped(foot(answer)),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** The article and the whole answer. */
export function toJson(article, answer) {
  return `${JSON.stringify({ title: article.title || null, text: article.text, answer }, null, 2)}\n`;
}

/** RFC 4180, with a byte order mark: without one Excel reads curly quotes as something else. */
export function toCsv(article, answer) {
  const rows = unitsOf(answer).map((unit) => COLUMNS.map(([, read]) => cell(read(unit))));
  return `\ufeff${[COLUMNS.map(([name]) => name), ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

/** A name for the file that holds only letters, digits and hyphens. */
export function fileName(title, ending) {
  const plain = (title ?? "").normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return `onrecord${plain ? `-${plain.toLowerCase().slice(0, 50).replace(/-+$/, "")}` : ""}.${ending}`;
}

/** The rating in a line, or why there is none. */
export function ratingLine({ rating, rating_note: note }) {
  if (!rating) return ratingNote(note);
  const [low, high] = rating.interval.map(Math.round);
  return `${rating.grade}, ${rating.label}: ${wholePoints(rating.score)} of 100 (annotators give such articles ${low} to ${high})`;
}

/** Whether the article keeps to the policy's rules. */
export function gateLine({ gate }) {
  return `${GATE[gate.action]}.`;
}

/** Who judged, and what that does not say. */
export function foot({ model, policy }) {
  return `Judged by ${model.name} ${model.version}, policy ${policy.name} ${policy.version}. ${LIMITS}`;
}

/** What to see to before it goes out: the gate's reasons and the advice on the whole. */
function messagesOf(answer) {
  return [...answer.gate.reasons, ...answer.advice].map(({ message }) => message);
}

function sourceLine({ name, kind, share, sentences }) {
  const part = `${Math.round(100 * share)}% of what is attributed`;
  return `${name} (${KIND[kind]}): ${part}, ${counted(sentences.length, "sentence")}`;
}

function toldPlainly(unit) {
  const advice = unit.sentence.advice.map(({ message }) => `   → ${message}`);
  const place = unit.place === "headline" ? "Headline" : `${unit.place}.`;
  return [`${place} [${judgementOf(unit.sentence)}]`, `   ${onOneLine(unit.sentence.text)}`, ...advice].join("\n");
}

function table(answer) {
  const rows = unitsOf(answer).map((unit) => {
    const advice = unit.sentence.advice.map(({ message }) => message).join(" ");
    return [unit.place, judgementOf(unit.sentence), onOneLine(unit.sentence.text), advice].map((one) => escaped(String(one)));
  });
  const head = [["", "Evidence shown", "Sentence", "Advice"], ["---:", "---", "---", "---"]];
  return [...head, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function listed(head, lines, mark) {
  return lines.length === 0 ? "" : [head, ...lines.map((line) => `${mark}${line}`)].join("\n");
}

function onOneLine(text) {
  return text.replace(/\s+/g, " ");
}

// What would mark up Markdown, or be HTML in it, stands as it is.
function escaped(text) {
  return text.replace(/[\\`*_[\]<>|#~]/g, "\\$&");
}

function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  // A spreadsheet would take such a text for a formula and run it.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
