/** Reading with mouse and keys: walking from sentence to sentence, opening one, lighting up sources. */

const STEPS = Object.freeze({ ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 });

/**
 * What happens on the sentences of a part of the page.
 *
 * `on` says where things are (at(node), node(at), order()) and is told what happens: select(at), enter(), close(),
 * light(id), edit(at). A sentence is meant by its index or "headline".
 */
export class Reading {
  constructor(root, on) {
    this.root = root;
    this.on = on;
    this.last = null;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("dblclick", (event) => this.#twice(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("focusin", (event) => this.#focus(event));
    root.addEventListener("pointerover", (event) => this.#light(event));
    root.addEventListener("pointerleave", () => on.light(null));
  }

  /** Make one sentence the stop of the tab key: the selected, else the one that was last. */
  rove(selected) {
    const order = this.on.order();
    const stop = [selected, this.last].find((at) => at !== null && this.on.node(at)) ?? order[0] ?? null;
    for (const node of this.root.querySelectorAll('.sentence[tabindex="0"]')) node.tabIndex = -1;
    const node = stop === null ? null : this.on.node(stop);
    if (node) node.tabIndex = 0;
  }

  /** Give a sentence the focus. */
  focus(at) {
    this.on.node(at)?.focus({ preventScroll: true });
  }

  #click(event) {
    const at = this.#at(event);
    // Who drags over words wants to copy them.
    const scope = this.root.getRootNode();
    const selection = (scope.getSelection ? scope : document).getSelection();
    if (at !== null && selection?.type !== "Range") this.on.select(at);
  }

  #twice(event) {
    const at = this.#at(event);
    if (at !== null) this.on.edit(at);
  }

  #focus(event) {
    const at = this.#at(event);
    if (at === null) return;
    this.last = at;
    this.rove(at);
  }

  #light(event) {
    this.on.light(event.target.closest?.(".mention")?.dataset.source ?? null);
  }

  #key(event) {
    const at = this.#at(event);
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const order = this.on.order();
    const now = order.indexOf(at);
    if (event.key in STEPS) this.#go(order[now + STEPS[event.key]]);
    else if (event.key === "Home") this.#go(order[0]);
    else if (event.key === "End") this.#go(order.at(-1));
    else if (event.key === "Enter" || event.key === " ") this.on.enter(at);
    else return;
    event.preventDefault();
  }

  #go(at) {
    if (at === undefined) return;
    const node = this.on.node(at);
    node?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: "nearest" });
    this.on.walked(at);
  }

  #at(event) {
    const node = event.target.closest?.(".sentence");
    return node ? this.on.at(node) : null;
  }
}
