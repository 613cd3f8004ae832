/** The intake: a text pasted, typed, dropped or opened becomes an article to be judged. */

import { byId } from "./by_id.js";
import { FileFault, LARGEST, readFile, readPasted } from "./files.js";

const HEAD = /<h1\b[^>]*>[\s\S]*?<\/h1\s*>/i;

/** `onarticle({title, text} | {title, html, text: ""})` gets it, `onfault(sentence)` hears why there is none. */
export function mountIntake({ onarticle, onfault }) {
  const form = byId("form");
  const { title, text } = form.elements;
  const file = byId("file");
  const give = () => onarticle(withTitle({ title: title.value, ...readPasted(text.value) }));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (text.value.trim()) give();
    else {
      onfault("There is no text yet. Paste one, open a file, or take a sample.");
      text.focus();
    }
  });
  for (const came of ["paste", "drop"]) {
    text.addEventListener(came, () => {
      const wasEmpty = !text.value.trim();
      // The field holds what was pasted or dropped only after the event.
      if (wasEmpty) setTimeout(() => text.value.trim() && give());
    });
  }
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  byId("open-file").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    open(file.files[0]);
    file.value = "";
  });
  mountDrop(open, (dropped) => onarticle(withTitle({ title: "", ...readPasted(dropped) })));

  async function open(chosen) {
    if (!chosen) return;
    try {
      const bytes = new Uint8Array(await chosen.slice(0, LARGEST + 1).arrayBuffer());
      onarticle(withTitle({ title: "", ...readFile(chosen.name, bytes) }));
    } catch (error) {
      onfault(error instanceof FileFault ? error.message : "This file cannot be read.");
    }
  }
  return {
    empty: () => form.reset(),
    focus: () => text.focus(),
  };
}

function mountDrop(open, give) {
  const mark = (over) => document.body.toggleAttribute("data-dropping", over);
  const takes = (event) => {
    const types = event.dataTransfer?.types ?? [];
    // Words dragged into a text field, or about in it, are that field's business.
    const isField = (node) => node.isContentEditable || node.matches?.("textarea, input");
    return types.includes("Files") || (types.includes("text/plain") && !event.composedPath().some(isField));
  };
  document.addEventListener("dragover", (event) => {
    const taken = takes(event);
    mark(taken);
    if (taken) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && mark(false));
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!takes(event)) return;
    event.preventDefault();
    const [chosen] = event.dataTransfer.files;
    const text = event.dataTransfer.getData("text/plain");
    if (chosen) open(chosen);
    else if (text.trim()) give(text);
  });
}

// The article with the headline that stands in its HTML, taken out of there so that it is not read twice.
function withTitle({ title, text = "", html }) {
  if (html === undefined) return { title, text };
  // A document that is only parsed: it runs no script and loads nothing.
  const page = new DOMParser().parseFromString(html, "text/html");
  const heads = page.querySelectorAll("h1");
  if (title.trim() || heads.length !== 1) return { title: title.trim() || page.title.trim(), text, html };
  const found = heads[0].textContent.replace(/\s+/g, " ").trim();
  return { title: found, text, html: html.replace(HEAD, "") };
}
