/** The desk: the article that is worked on, what was said of it, and the version that it is compared with. */

export class Desk {
  article = null; // {title, text}, and html for as long as it stands as it came
  judgement = null; // {article, answer}: the answer counts into this article, and into none that was edited since
  sample = null; // the name of the sample that it is, unedited
  edited = false;
  #first = null; // the article as it came; of HTML the text is known only once it was read
  #earlier = null;
  #taken = null; // the article that was copied or saved last

  /** Put an article on the desk in place of the one before. */
  take(article, { sample = null, earlier = null } = {}) {
    Object.assign(this, { article, judgement: null, sample, edited: false });
    this.#first = article && article.html === undefined ? plainOf(article) : null;
    this.#earlier = earlier;
    this.#taken = null;
  }

  /** The article was judged; its text is what was read of it. */
  judged(article, answer) {
    const read = answer.text === null ? article : { ...article, text: answer.text };
    // What was edited since stays as it is.
    if (article === this.article) this.article = read;
    this.judgement = { article: plainOf(read), answer };
    if (!this.edited || article.html !== undefined) this.#first ??= this.judgement.article;
  }

  /** The article was edited: from now on it is plain text, and no sample any more. */
  edit({ title, text }) {
    Object.assign(this, { article: { title, text }, sample: null, edited: true });
  }

  /** An article was copied or saved. */
  took(article) {
    this.#taken = article;
  }

  /** What was said of the article, or of the one before its last edit; null where nothing was yet. */
  get answer() {
    return this.judgement?.answer ?? null;
  }

  /** The article as title and text. */
  get plain() {
    return plainOf(this.article);
  }

  /** Whether the article was edited, and is nowhere else as it stands. */
  get unsaved() {
    return this.edited && !same(this.plain, this.#taken);
  }

  /** The version to compare with: the one that was given, else the article as it came, once it was edited. */
  get earlier() {
    return this.#earlier ?? (this.edited ? this.#first : null);
  }

  set earlier(version) {
    this.#earlier = version;
  }

  clear() {
    this.take(null);
  }
}

function plainOf({ title, text }) {
  return { title: title ?? "", text };
}

function same(one, other) {
  return other !== null && one.title === other.title && one.text === other.text;
}

/** By how many characters an article is over the limit, as the service counts them; 0 where it is not. */
export function excess({ title = "", text = "", html }, limits) {
  const [body, limit] = html === undefined ? [text, limits.text] : [html, limits.markup];
  return Math.max(0, [...(title ?? "")].length + [...body].length - limit);
}
