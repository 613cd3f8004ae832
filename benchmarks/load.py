"""How much load the service takes: requests a second, latencies, memory; and whether it holds for long.

Run by ``make load`` (a table, also put into docs/operations.md) and ``make soak MINUTES=20``.  Closed loop: clients
that ask again as soon as they are answered find the most that the service does.  Open loop: requests come at a fixed
rate whether or not the service keeps up, and a latency counts from the moment a request was due, so that a stall
counts for all who come during it; load tools with a fixed number of users leave that out, hence this driver.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import click
import orjson
import psutil
from rich.console import Console
from speed import TITLE, await_ready, made, serving

PAGE = Path(__file__).resolve().parents[1] / "docs" / "operations.md"
MARKERS = re.compile(r"(<!-- load -->\n).*?(<!-- /load -->)", re.DOTALL)
SIZES = (5, 30, 150)
CLIENTS_A_WORKER = 4
OPEN_SHARE = 0.5  # of what the closed loop reached
HEAD = "| workers | sentences | loop | requests/s | p50 ms | p95 ms | p99 ms | worker MB | not answered with 200 |"


@dataclass
class Run:
    """What one run saw: milliseconds of each answer with 200, and how often what else came."""

    spent: list[float] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def quantile(self, share: float) -> float:
        """Return the milliseconds that this share of the answers did not take longer than."""
        return sorted(self.spent)[min(len(self.spent) - 1, int(share * len(self.spent)))] if self.spent else 0.0

    @property
    def rate(self) -> float:
        """Answers with 200 a second."""
        return len(self.spent) / self.seconds


class Driver:
    """Asks one service for one article over and over."""

    def __init__(self, session: aiohttp.ClientSession, url: str, sentences: int) -> None:
        self._session = session
        self._url = f"{url}/score"
        self._body = orjson.dumps({"text": made(sentences), "title": TITLE})

    async def _ask(self, run: Run, due: float) -> None:
        try:
            headers = {"Content-Type": "application/json"}
            async with self._session.post(self._url, data=self._body, headers=headers) as response:
                await response.read()
                if response.status == 200:
                    run.spent.append(1000 * (time.perf_counter() - due))
                else:
                    run.other[str(response.status)] += 1
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            run.other[type(error).__name__] += 1

    async def closed(self, clients: int, seconds: float) -> Run:
        """Let so many clients ask without a pause."""
        run, begin = Run(), time.perf_counter()

        async def client() -> None:
            while time.perf_counter() < begin + seconds:
                await self._ask(run, time.perf_counter())

        await asyncio.gather(*(client() for _ in range(clients)))
        run.seconds = time.perf_counter() - begin
        return run

    async def open(self, rate: float, seconds: float) -> Run:
        """Ask so many times a second, evenly."""
        run, begin = Run(), time.perf_counter()
        asking = []
        for at in range(max(1, int(rate * seconds))):
            due = begin + at / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asking.append(asyncio.create_task(self._ask(run, due)))
        await asyncio.gather(*asking)
        run.seconds = time.perf_counter() - begin
        return run


def memory(server: psutil.Process) -> float:
    """Return the resident MB of the largest worker."""
    return max((worker.memory_info().rss for worker in server.children()), default=0) / 2**20


def row(workers: int, sentences: int, loop: str, run: Run, server: psutil.Process) -> str:
    """Return the run's line of the table."""
    spent = " | ".join(f"{run.quantile(share):.0f}" for share in (0.5, 0.95, 0.99))
    other = ", ".join(f"{number} × {name}" for name, number in run.other.items()) or "0"
    return f"| {workers} | {sentences} | {loop} | {run.rate:.1f} | {spent} | {memory(server):.0f} | {other} |"


async def measured(seconds: float) -> list[str]:
    """Return the lines of the table."""
    lines = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    for workers in (1, 2):
        with serving(workers) as (server, url):
            await asyncio.to_thread(await_ready, server, url)
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
                for sentences in SIZES:
                    driver = Driver(session, url, sentences)
                    await driver.closed(workers, 1)
                    most = await driver.closed(CLIENTS_A_WORKER * workers, seconds)
                    lines.append(row(workers, sentences, "closed", most, server))
                    steady = await driver.open(max(1.0, OPEN_SHARE * most.rate), seconds)
                    lines.append(row(workers, sentences, f"open, {OPEN_SHARE:.0%} of it", steady, server))
    return lines


async def soaked(minutes: float) -> tuple[Run, float, float]:
    """Return a long run's answers and the largest worker's MB soon after its begin and at its end."""
    with serving() as (server, url):
        await asyncio.to_thread(await_ready, server, url)
        async with aiohttp.ClientSession() as session:
            drivers = [Driver(session, url, sentences) for sentences in SIZES]
            for driver in drivers:
                await driver.closed(4, 5)
            before, run = memory(server), Run()
            until = time.perf_counter() + 60 * minutes
            while time.perf_counter() < until:
                for driver in drivers:
                    part = await driver.closed(4, 10)
                    run.spent += part.spent
                    run.other += part.other
                    run.seconds += part.seconds
            return run, before, memory(server)


@click.group()
def main() -> None:
    """Put load on a service that is started for it."""


@main.command()
@click.option("--seconds", default=20.0, show_default=True, help="Of each run.")
@click.option("--write/--no-write", default=True, help="Put the table into docs/operations.md.")
def load(seconds: float, write: bool) -> None:
    """Measure 1 and 2 workers, three sizes of article, closed and open loop."""
    lines = asyncio.run(measured(seconds))
    Console(soft_wrap=True).print("\n".join(lines), markup=False)
    if write:
        table = "\n".join(lines)
        PAGE.write_text(MARKERS.sub(lambda match: f"{match[1]}{table}\n{match[2]}", PAGE.read_text("utf-8")), "utf-8")


@main.command()
@click.option("--minutes", default=20.0, show_default=True)
def soak(minutes: float) -> None:
    """Ask for long; exit code 1 where an answer was not 200 or a worker grew by a quarter."""
    run, before, after = asyncio.run(soaked(minutes))
    click.echo(f"{len(run.spent)} answers with 200 in {run.seconds:.0f} s, others: {dict(run.other) or 'none'}")
    click.echo(f"largest worker: {before:.0f} MB before, {after:.0f} MB after; p99 {run.quantile(0.99):.0f} ms")
    if run.other or after > 1.25 * before:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
