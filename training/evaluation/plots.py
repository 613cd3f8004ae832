"""Plots: the tables of an evaluation as SVG, the same bytes for the same figures.

matplotlib is in the dependency group ``evaluation``; without it there are no plots, and the document says so.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from evidence.tokens import Floats
from evidence.values import LEVELS
from training.evaluation.refits import Row
from training.evaluation.tables import Bin, Confusion

SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "onrecord", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9,
    "axes.spines.top": False, "axes.spines.right": False, "figure.constrained_layout.use": True,
}  # fmt: skip
FOLDER = "evaluation"  # beside the document
ABSENT = "The plots were not drawn, as matplotlib is not installed (`uv sync --group evaluation`)."


def available() -> bool:
    """Say whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def shown(name: str, told: str) -> str:
    """Return the Markdown that shows a plot in the document; none where nothing is drawn."""
    return f"![{told}]({FOLDER}/{name}.svg)\n\n" if available() else ""


def confusion(table: Confusion) -> str:
    """Return the matrix as SVG, each row shaded by its shares."""

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        totals = table.counts.sum(axis=1, keepdims=True)
        axes.imshow(table.counts / np.maximum(totals, 1), cmap="Blues", vmin=0, vmax=1)
        for (i, j), n in np.ndenumerate(table.counts):
            dark = n > 0.5 * totals[i, 0]
            axes.text(j, i, f"{n:g}", ha="center", va="center", color="white" if dark else "black")
        axes.set_xticks(range(len(table.classes)), table.classes, rotation=30)
        axes.set_yticks(range(len(table.classes)), table.classes)
        axes.set(xlabel=f"{table.name} as scored", ylabel=f"{table.name} as labelled")

    return _svg(draw, (0.7 * len(table.classes) + 1.4, 0.6 * len(table.classes) + 1.2))


def reliability(name: str, curve: Sequence[Bin]) -> str:
    """Return the reliability curve as SVG: what was predicted against what happened, dots as large as their bins."""

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="--")
        axes.plot([one.predicted for one in curve], [one.happened for one in curve], color="tab:blue", linewidth=0.8)
        sizes = [max(4.0, one.n / 2) for one in curve]
        axes.scatter([one.predicted for one in curve], [one.happened for one in curve], s=sizes, color="tab:blue")
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=name, ylabel="how often it was so")

    return _svg(draw, (3.8, 3.4))


def strengths(labelled: Floats, scored: Floats) -> str:
    """Return the histogram of the strengths as labelled and as scored as SVG."""

    def draw(figure: Any) -> None:
        axes, at = figure.subplots(), np.arange(len(LEVELS))
        axes.bar(at - 0.2, labelled, 0.4, label="as labelled", color="tab:grey")
        axes.bar(at + 0.2, scored, 0.4, label="as scored", color="tab:blue")
        axes.set_xticks(at, [f"{i} {name}" for i, name in enumerate(LEVELS)])
        axes.set(ylabel="claims")
        axes.legend(frameon=False)

    return _svg(draw, (4.6, 2.8))


def learning(curves: Mapping[str, Sequence[tuple[float, Row]]], figure_name: str) -> str:
    """Return the learning curves as SVG: the figure on dev against the share of articles."""

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        for name, curve in curves.items():
            axes.plot([share for share, _ in curve], [row.dev[figure_name] for _, row in curve], marker="o", label=name)
        axes.set(xlabel="share of the articles", ylabel="strength, QWK on dev", xlim=(0, 1.05))
        axes.legend(frameon=False)

    return _svg(draw, (4.6, 3.0))


def _svg(draw: Any, size: tuple[float, float]) -> str:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=size)
        FigureCanvasSVG(figure)
        draw(figure)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"
