/** Front matter: the YAML above a Markdown document, read for its title alone. */

const FRONT = /^---[ \t]*\n((?:[\s\S]{0,16384}?\n)??)---[ \t]*(?:\n|$)/;
const NAME = /^(?:\{|(?:"[^"]*"[ \t]*|'[^']*'[ \t]*|[^\s"'#&*!|>%@`[\],-].*?):(?:[ \t]|$))/; // as a mapping's first line begins
const TITLE = /^(?:title|"title"|'title')[ \t]*:(?=\s)(.*(?:\n[ \t]+\S.*)*)$/m; // with the lines that go on with it
// A block, a text in quotation marks, or a plain one; a list, an alias and the like are no title.
const SCALAR = /^(?:[>|][-+\d]*[ \t]+(.+)|"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'>|[\]{}*&!%#@`,].*?))(?:[ \t]+#.*)?$/;
// What YAML reads as nothing, a truth, a number or a date is no text, and no title.
const NO_TEXT = /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\d{4}-\d\d?-\d\d?)$/;
const ESCAPED = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(.))/g;

/** The title that the front matter of a document gives, "" for none, and what stands below it. */
export function frontOf(markdown) {
  const text = markdown.replace(/\r\n?/g, "\n");
  const [whole, yaml] = FRONT.exec(text) ?? ["", ""];
  const first = yaml.split("\n").find((line) => line.trim() && !line.startsWith("#"));
  // What names nothing is prose between two rules.
  if (first && !NAME.test(first)) return { title: "", rest: text };
  return { title: titleOf(yaml), rest: text.slice(whole.length) };
}

function titleOf(yaml) {
  const told = (TITLE.exec(yaml)?.[1] ?? "").replace(/\s+/g, " ").trim();
  const [, block, double, single, plain] = SCALAR.exec(told) ?? [];
  const text = block ?? double?.replace(ESCAPED, unescaped) ?? single?.replaceAll("''", "'") ?? (NO_TEXT.test(plain) ? "" : plain) ?? "";
  return text.trim();
}

function unescaped(_, two, four, mark) {
  return mark ?? String.fromCharCode(parseInt(two ?? four, 16));
}
