/** The route: the view in the address, read from it and written into it. */
import { SORT } from "../element/sources.js";
import { readAddress, writeAddress } from "./address.js";

const PAUSE = 300; // browsers refuse an address that changes more than a hundred times in half a minute

export class Route {
  /** The view that the address named last, and that waits for its article. */
  wanted = readAddress(location.hash);
  #timer = null;

  /** `current()` gives the view that is shown now; `onmoved()` hears when another address was gone to. */
  constructor({ current, onmoved }) {
    this.current = current;
    addEventListener("popstate", () => {
      clearTimeout(this.#timer);
      this.wanted = readAddress(location.hash);
      onmoved();
    });
  }

  /** Forget the view that waits: a new article begins with none. */
  begin() {
    this.wanted = readAddress("");
  }

  /** Write the view in place of the last one, once it stays for a while. */
  note() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write("replaceState"), PAUSE);
  }

  /** Write the view as a new entry of the history. */
  go() {
    clearTimeout(this.#timer);
    this.#write("pushState");
  }

  /** What of the wanted view is the component's. */
  get elementView() {
    const { selected, weak, unnamed, unquoted, sort } = this.wanted;
    return { selected, weak, unnamed, unquoted, sort: sort ?? SORT };
  }

  #write(how) {
    const { sort, ...view } = this.current();
    const fragment = writeAddress({ ...view, sort: sort === SORT ? null : sort });
    const here = location.pathname + location.search;
    const address = fragment ? `${here}#${fragment}` : here;
    if (address !== here + location.hash) history[how](null, "", address);
  }
}
