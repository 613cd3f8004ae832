/** The desk: the article that is worked on, what was said of it, and the version that it is compared with. */

export class Desk {
  article = null; // {title, text}, and html for as long as it stands as it came
  answer = null; // of this article, or of the one before its last edit
  sample = null; // the name of the sample that it is, unedited
  edited = false;
  #first = null;
  #earlier = null;

  /** Put an article on the desk in place of the one before. */
  take(article, { sample = null, earlier = null } = {}) {
    Object.assign(this, { article, answer: null, sample, edited: false });
    this.#first = null;
    this.#earlier = earlier;
  }

  /** The article was judged; its text is what was read of it. */
  judged(answer) {
    this.answer = answer;
    if (answer.text !== null) this.article = { ...this.article, text: answer.text };
    this.#first ??= this.plain;
  }

  /** The article was edited: from now on it is plain text, and no sample any more. */
  edit({ title, text }) {
    Object.assign(this, { article: { title, text }, sample: null, edited: true });
  }

  /** The article as title and text. */
  get plain() {
    return { title: this.article.title ?? "", text: this.article.text };
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

/** By how many characters an article is over the limit, as the service counts them; 0 where it is not. */
export function excess({ title = "", text = "", html }, limits) {
  const [body, limit] = html === undefined ? [text, limits.text] : [html, limits.markup];
  return Math.max(0, [...(title ?? "")].length + [...body].length - limit);
}
