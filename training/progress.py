"""Progress: how a long stage says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

# called with the name of a step and the share of it (0..1) that is done
Report = Callable[[str, float], None]


@contextmanager
def bars(console: Console | None = None) -> Iterator[Report]:
    """Give a report that draws one bar for each step, on standard error unless a console is given."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console or Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def report(step: str, share: float) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=1.0)
            progress.update(tasks[step], completed=share)

        yield report


def silent(step: str, share: float) -> None:
    """Report nothing."""
