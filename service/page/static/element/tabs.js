/** Tabs: one pane is seen at a time, all of them in print. */
import { make } from "./build.js";

/** Tabs over panes, by name; the first is open. */
export class Tabs {
  constructor(label, names) {
    this.panes = {};
    this.tabs = {};
    for (const [name, words] of Object.entries(names)) {
      this.tabs[name] = make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, "data-name": name }, words);
      this.panes[name] = make("div", { role: "tabpanel", id: `pane-${name}`, "aria-labelledby": `tab-${name}`, tabindex: 0, class: "pane", "data-title": words });
    }
    const list = make("div", { role: "tablist", "aria-label": label, on: { click: (event) => this.#click(event), keydown: (event) => this.#key(event) } }, ...Object.values(this.tabs));
    this.root = make("div", { class: "tabs" }, list, ...Object.values(this.panes));
    this.open(Object.keys(names)[0]);
  }

  /** Show one pane. */
  open(name) {
    for (const [own, tab] of Object.entries(this.tabs)) {
      tab.setAttribute("aria-selected", String(own === name));
      tab.tabIndex = own === name ? 0 : -1;
      this.panes[own].hidden = own !== name;
    }
  }

  /** Write a number beside a tab's words. */
  count(name, count) {
    const { title } = this.panes[name].dataset;
    this.tabs[name].textContent = count ? `${title} ${count}` : title;
  }

  #click(event) {
    const name = event.target.closest("[role=tab]")?.dataset.name;
    if (name) this.open(name);
  }

  #key(event) {
    const names = Object.keys(this.tabs);
    const at = names.indexOf(event.target.dataset?.name);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length];
    this.open(name);
    this.tabs[name].focus();
  }
}
