/** Who is cited: the rows of the table of sources, and who says what in a sentence. */

/** The columns of the table, and by what each sorts. */
export const COLUMNS = Object.freeze({
  name: (source) => source.name.toLowerCase(),
  kind: (source) => ["document", "named", "media", "unnamed"].indexOf(source.kind),
  share: (source) => source.share,
  sentences: (source) => source.sentences.length,
});
export const SORT = "-share";

/** A sort as the view has it, "share" or "-share", taken apart; the default's for one that is not known. */
export function sortOf(sort) {
  const column = String(sort).replace(/^-/u, "");
  if (!Object.hasOwn(COLUMNS, column)) return sortOf(SORT);
  return { column, descending: String(sort).startsWith("-") };
}

/** The sort after a click on a column's heading: the other way round, or names from A and numbers from the largest. */
export function sortAfter(sort, column) {
  const now = sortOf(sort);
  if (now.column === column) return now.descending ? column : `-${column}`;
  return column === "name" || column === "kind" ? column : `-${column}`;
}

/** The sources in the order of a sort; those alike stay in the order of the text. */
export function sorted(sources, sort) {
  const { column, descending } = sortOf(sort);
  const key = COLUMNS[column];
  const sign = descending ? -1 : 1;
  return [...sources].sort((one, other) => sign * ((key(one) > key(other)) - (key(one) < key(other))));
}

/**
 * Who says what a sentence tells, by its attributions: {who, kind, id, words, relays}.
 *
 * `who` is null in "it is said that", `kind` and `id` are null where the source is not in the table, `words` are those
 * that attribute, `relays` is whom this one passes on. `slice` cuts a span out of the article.
 */
export function speakers(sentence, answer, slice) {
  const sources = new Map(answer.sources.map((source) => [source.id, source]));
  const name = (attribution) =>
    sources.get(attribution.source_id)?.name ?? (attribution.source ? slice(attribution.source) : null);
  return sentence.attributions.map((index) => {
    const attribution = answer.attributions[index];
    const relayed = attribution.relays === null ? null : answer.attributions[attribution.relays];
    return {
      who: name(attribution),
      kind: sources.get(attribution.source_id)?.kind ?? null,
      id: attribution.source_id,
      words: slice(attribution.cue),
      relays: relayed && name(relayed),
    };
  });
}
