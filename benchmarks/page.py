"""How long the browser takes to mark an article, and whether typing in it lags.

Run by ``make bench-page``.  An article of 150 sentences, of ours, is scored by the running service; its answer is
handed to ``<onrecord-article>`` in a tab that holds nothing else, then the article is typed in, letter by letter.
An empty page, where the same text stands and is typed in unmarked, is measured in the same run: what a machine and a
frame cost is told apart from what we cost.  A time ends where the frame that shows the outcome has been painted.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psutil
from playwright.sync_api import Page
from rich.console import Console
from rich.table import Table
from speed import TITLE, await_ready, made, serving

from tests.page.chromium import launched

BUILD = Path(__file__).resolve().parents[1] / "build"
SENTENCES = 150
TIMES = 12
TYPED = "It was reportedly the third such letter, and nobody has said who wrote it. "

EMPTY = '<!doctype html><html lang="en"><title>Empty</title><main contenteditable="true"></main>'
OURS = (
    '<!doctype html><html lang="en"><title>Ours</title><script type="module" src="static/onrecord-article.js"></script>'
)
# A frame is painted after its callbacks ran: a message posted in one arrives when that is over.
PAINTED = """
globalThis.painted = () => new Promise((done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(null);
}));
globalThis.longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
}).observe({ type: "longtask" });
"""
WATCH_TYPING = """
() => {
  longest = 0;
  globalThis.latencies = [];
  addEventListener("keydown", async (event) => {
    latencies.push((await painted()) - event.timeStamp);
  }, { capture: true });
}
"""
PUT_TEXT = """
async ({ text }) => {
  const main = document.querySelector("main");
  main.replaceChildren();
  await painted();
  const begun = performance.now();
  main.replaceChildren(...text.split("\\n\\n").map((block) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = block;
    return paragraph;
  }));
  const set = performance.now();
  return [set - begun, (await painted()) - begun];
}
"""
PUT_ANSWER = """
async ({ title, text, answer }) => {
  await customElements.whenDefined("onrecord-article");
  document.querySelector("onrecord-article")?.remove();
  const element = document.createElement("onrecord-article");
  element.options = { editable: true, correctable: false };
  element.article = { title, text };
  document.body.append(element);
  await painted();
  const begun = performance.now();
  element.answer = answer;
  const set = performance.now();
  return [set - begun, (await painted()) - begun];
}
"""
PUT_AGAIN = """
async ({ answer, next }) => {
  const element = document.querySelector("onrecord-article");
  element.answer = answer;
  await painted();
  const begun = performance.now();
  element.answer = next;
  const set = performance.now();
  return [set - begun, (await painted()) - begun];
}
"""

CARET = "(field) => { field.focus(); field.setSelectionRange(1000, 1000); }"


@dataclass
class Found:
    """What was measured, in ms, by the name of a row: the empty page's and ours."""

    empty: dict[str, float] = field(default_factory=dict)
    ours: dict[str, float] = field(default_factory=dict)


def asked(url: str, text: str) -> Any:
    """Return the service's answer about an article."""
    body = json.dumps({"title": TITLE, "text": text, "offset_unit": "utf16"}).encode()
    request = urllib.request.Request(f"{url}/v1/score", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def opened(page: Page, url: str, name: str, html: str) -> None:
    """Show a page of the benchmark's own, as if the service had sent it."""
    page.route(f"{url}/{name}", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.add_init_script(PAINTED)
    page.goto(f"{url}/{name}")


def put(page: Page, script: str, given: dict[str, Any]) -> tuple[float, float, float]:
    """Return the medians of TIMES runs after one that does not count: until set, until painted, and the worst."""
    runs = [page.evaluate(script, given) for _ in range(TIMES + 1)][1:]
    return median(run[0] for run in runs), median(run[1] for run in runs), max(run[1] for run in runs)


def typed(page: Page) -> dict[str, float]:
    """Return how long letters took to appear where the caret stands, and the longest task meanwhile."""
    page.evaluate(WATCH_TYPING)
    for letter in TYPED:
        page.keyboard.press(letter if letter != " " else "Space", delay=5)
    page.evaluate("painted()")
    spent = page.evaluate("latencies")
    return {
        "a letter typed, median": median(spent),
        "a letter typed, p95": quantiles(spent, n=20)[-1],
        "a letter typed, worst": max(spent),
        "longest task while typing (0: none over 50)": page.evaluate("longest"),
    }


def rows(told: tuple[float, float, float], what: str) -> dict[str, float]:
    """Return the rows of one thing put into the page."""
    return {f"{what}, script": told[0], f"{what}, painted": told[1], f"{what}, painted, worst": told[2]}


def measured(url: str) -> Found:
    """Measure the empty page and ours in one Chromium."""
    text = made(SENTENCES)
    answer, shorter = asked(url, text), asked(url, text.rpartition("\n\n")[0])
    found = Found()
    with launched() as chromium:
        page = chromium.new_page()
        opened(page, url, "empty", EMPTY)
        found.empty |= rows(put(page, PUT_TEXT, {"text": text}), "first answer")
        page.locator("p").nth(5).click()
        found.empty |= typed(page)
        page.close()
        page = chromium.new_page()
        opened(page, url, "ours", OURS)
        found.ours |= rows(put(page, PUT_ANSWER, {"title": TITLE, "text": text, "answer": answer}), "first answer")
        found.ours |= rows(put(page, PUT_AGAIN, {"answer": shorter, "next": answer}), "next answer")
        page.evaluate("document.querySelector('onrecord-article').editing = true")
        page.locator("onrecord-article").get_by_role("textbox", name="Text").evaluate(CARET)
        found.ours |= typed(page)
    return found


def shown(found: Found) -> Table:
    """Return the table."""
    table = Table(title=f"The page with {SENTENCES} sentences, milliseconds")
    for column in ("", "empty page", "ours", "difference"):
        table.add_column(column, justify="right" if column else "left")
    for name, ours in found.ours.items():
        empty = found.empty.get(name)
        cells = ("", "") if empty is None else (f"{empty:.1f}", f"{ours - empty:.1f}")
        table.add_row(name, cells[0], f"{ours:.1f}", cells[1])
    return table


def main() -> None:
    """Measure, print the table, write build/page.json."""
    with serving(1) as (server, url):
        assert isinstance(server, psutil.Process)
        await_ready(server, url)
        found = measured(url)
    Console().print(shown(found))
    BUILD.mkdir(exist_ok=True)
    (BUILD / "page.json").write_text(json.dumps({"empty": found.empty, "ours": found.ours}, indent=2), "utf-8")


if __name__ == "__main__":
    main()
