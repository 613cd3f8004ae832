"""How fast an article is scored, how soon the service is ready, and what memory a worker takes.

Run by ``make bench``.  The articles are made here, of our own sentences, so that anyone measures the same.
Times in process are of one core and hold everything an answer costs: assessing, the wire form, its JSON.  The
ratio compares them with a fixed loop of Python and numpy in the same run, so that machines can be compared.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

# Before numpy is imported, as the service itself does.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import orjson
import psutil
from rich.console import Console
from rich.table import Table

from service.judge import Judge
from service.model import load_scorer
from service.score import score
from service.settings import Settings
from service.wire.bodies import TextBody
from service.wire.request import ScoreRequest

BUILD = Path(__file__).resolve().parents[1] / "build"
SIZES = {5: 100, 30: 60, 150: 20}
WORKERS = 2
LIMITS = {"30 sentences, median ms": 15.0, "start to ready, s": 5.0, "memory of a worker, MB": 400.0}
TITLE = "Harbour town weighs cost of a second ferry"

NAMES = ("Ida Falk", "Tom Brandvold", "Mara Quill", "Piet Oosterwal", "Lena Achterberg")
PLACES = ("Norhavn", "Velsbridge", "Oldmere", "Tarn Point")
SENTENCES = (
    "{name}, who chairs the harbour board of {place}, said on Tuesday that the second ferry would cost 4.2 "
    "million crowns a year.",
    "“We have the money for one season, and nobody has promised us a second,” {last} told the board.",
    "According to the port’s own accounts, published in March, traffic has grown by 11 percent since the "
    "bridge at {place} was closed.",
    "Two people familiar with the talks said that a private operator had already withdrawn its offer.",
    "It is reportedly the third time that the town has asked for tenders, though no list of bidders has been "
    "made public.",
    "The vessel was built in 1998 and has been laid up in {place} for most of the last four winters.",
    "Critics say the plan may leave the islands with fewer crossings than before.",
    "The survey, which asked 1,204 households, found that almost two in three would use a late crossing at "
    "least once a week.",
    "He declined to say whether the figures had been checked by an accountant, and the claim could not be confirmed.",
    "Will the ferry sail at all this summer?",
    "{last} denied that the board had been warned, and said she would publish the letters within a week.",
    "The {place} Courier reported last month that the engine would probably need replacing before any "
    "licence is granted.",
)


def made(sentences: int) -> str:
    """Return an article of so many sentences, four to a paragraph."""
    told = [
        SENTENCES[at % len(SENTENCES)].format(
            name=NAMES[at % len(NAMES)],
            last=NAMES[at % len(NAMES)].split()[1],
            place=PLACES[at % len(PLACES)],
        )
        for at in range(sentences)
    ]
    return "\n\n".join(" ".join(told[at : at + 4]) for at in range(0, sentences, 4))


def reference() -> None:
    """Do a fixed piece of work like ours: words counted in Python, a matrix product in numpy."""
    counts: dict[str, int] = {}
    for word in (TITLE * 50).split():
        counts[word] = counts.get(word, 0) + len(word)
    for _ in range(20):
        matrix = np.arange(40_000, dtype=np.float64).reshape(200, 200) / 40_000
        float((matrix @ matrix.T).sum())


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return the milliseconds of each of so many runs, after two that do not count."""
    found = []
    for at in range(times + 2):
        begin = time.perf_counter()
        work()
        if at > 1:
            found.append(1000 * (time.perf_counter() - begin))
    return found


def in_process(judge: Judge) -> dict[str, float]:
    """Return median, 95th percentile and ratio for each size of article, on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    unit = median(timed(reference, 50))
    found = {"reference loop, ms": unit}
    for sentences, times in SIZES.items():
        asked = ScoreRequest(TextBody(made(sentences)), TITLE)
        spent = timed(lambda asked=asked: orjson.dumps(score(judge, asked)), times)  # type: ignore[misc]
        found[f"{sentences} sentences, median ms"] = median(spent)
        found[f"{sentences} sentences, p95 ms"] = quantiles(spent, n=20)[-1]
        found[f"{sentences} sentences, median / reference"] = median(spent) / unit
    return found


@contextmanager
def serving(workers: int = WORKERS) -> Iterator[tuple[psutil.Process, str]]:
    """Run the service as a user would on a free port, yield its process and address, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("onrecord")), "serve", "--port", str(port), "--workers", str(workers)]
    quiet = {**os.environ, "ONRECORD_LOG_LEVEL": "warning"}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=quiet)
    try:
        yield psutil.Process(server.pid), f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def await_ready(server: psutil.Process, url: str) -> None:
    """Return when the service is ready; SystemExit where it has stopped before."""
    while not ready(url):
        if not server.is_running() or server.status() == psutil.STATUS_ZOMBIE:
            raise SystemExit("The service has stopped before it was ready.")
        time.sleep(0.02)


def ready(url: str) -> bool:
    """Say whether the service is ready."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=10) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def from_outside() -> dict[str, float]:
    """Return the seconds from start to ready, and the memory of the largest worker after some work."""
    begin = time.perf_counter()
    with serving() as (server, url):
        await_ready(server, url)
        seconds = time.perf_counter() - begin
        body = json.dumps({"text": made(150), "title": TITLE}).encode()
        for _ in range(20):
            headers = {"Content-Type": "application/json"}
            urllib.request.urlopen(urllib.request.Request(f"{url}/score", body, headers), timeout=60).read()
        resident = max(worker.memory_info().rss for worker in server.children())
    return {"start to ready, s": seconds, "memory of a worker, MB": resident / 2**20}


def main() -> None:
    """Measure, print the table, and write build/speed.json."""
    settings = Settings.from_environment()
    # First, while this process has no core of its own: children inherit it.
    found = from_outside()
    judge = load_scorer(settings)
    found |= in_process(judge)
    table = Table("measured", "figure", "at most", title=f"onrecord, model {judge.model.version}")
    for name, value in found.items():
        table.add_row(name, f"{value:.2f}", f"{LIMITS[name]:g}" if name in LIMITS else "")
    Console().print(table)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "speed.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
