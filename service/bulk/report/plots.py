"""Plots: figures as SVG within a page, whose style colours them, each with a title and a text in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree

WIDTH, ROW, LEFT, RIGHT, TOP, BOTTOM = 640, 24, 190, 24, 10, 36
HEIGHT, EDGE, NAMES = 270, 48, 96  # of a plot over time: its height, and the room for its scale and its lines' names
LONGEST = 26  # letters of a label; the table beside has all
LABELS = 8  # under a plot over time, at most
STEPS = 4  # of a scale


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with a name, and perhaps the interval about it."""

    name: str
    value: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Values over time, None where there is none: the line has a gap there; and perhaps the intervals about them."""

    name: str
    values: Sequence[float | None]
    intervals: Sequence[tuple[float, float] | None] = ()


class _Drawing:
    """An SVG in the making."""

    def __init__(self, name: str, title: str, told: str, height: float) -> None:
        box = {"viewBox": f"0 0 {WIDTH} {height:g}", "role": "img", "aria-labelledby": f"{name}-title {name}-told"}
        self.root = ElementTree.Element("svg", box)
        for element, content in (("title", title), ("desc", told)):
            ElementTree.SubElement(
                self.root, element, {"id": f"{name}-{'told' if element == 'desc' else element}"}
            ).text = content

    def shape(self, element: str, kind: str, **at: float) -> None:
        """Add a line, circle or rectangle of a kind that the page's style knows."""
        ElementTree.SubElement(self.root, element, {"class": kind, **{k: f"{v:.1f}" for k, v in at.items()}})

    def text(self, words: str, x: float, y: float, anchor: str = "start") -> None:
        """Add words."""
        ElementTree.SubElement(
            self.root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
        ).text = words

    def path(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """Add a line through points."""
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        ElementTree.SubElement(self.root, "polyline", {"class": kind, "points": told})

    def __str__(self) -> str:
        return ElementTree.tostring(self.root, encoding="unicode")


def bars(name: str, title: str, told: str, marks: Sequence[Mark], top: float, unit: str = "") -> str:
    """Return a bar for each mark, or a dot with its interval; the scale goes from 0 to ``top``."""
    bottom = TOP + ROW * len(marks)
    drawing = _Drawing(name, title, told, bottom + BOTTOM)

    def x(value: float) -> float:
        return LEFT + value / top * (WIDTH - LEFT - RIGHT)

    for step in range(STEPS + 1):
        value = top * step / STEPS
        drawing.shape("line", "grid", x1=x(value), x2=x(value), y1=TOP, y2=bottom)
        drawing.text(f"{value:.4g}{unit}", x(value), bottom + 18, "middle")
    for at, mark in enumerate(marks):
        y = TOP + ROW * (at + 0.5)
        drawing.text(_short(mark.name), LEFT - 8, y + 4, "end")
        if mark.interval is None:
            drawing.shape("rect", "bar", x=LEFT, y=y - 7, width=x(mark.value) - LEFT, height=14)
        else:
            low, high = mark.interval
            drawing.shape("line", "reach", x1=x(low), x2=x(high), y1=y, y2=y)
            drawing.shape("circle", "dot", cx=x(mark.value), cy=y, r=4)
    return str(drawing)


def over_time(
    name: str, title: str, told: str, times: Sequence[str], lines: Sequence[Line], top: float, unit: str = ""
) -> str:
    """Return the lines over the times, which follow one another evenly; the scale goes from 0 to ``top``."""
    bottom, right = HEIGHT - BOTTOM, WIDTH - NAMES
    drawing = _Drawing(name, title, told, HEIGHT)

    def x(at: int) -> float:
        return EDGE + (right - EDGE) * (at / (len(times) - 1) if len(times) > 1 else 0.5)

    def y(value: float) -> float:
        return bottom - value / top * (bottom - TOP)

    for step in range(STEPS + 1):
        value = top * step / STEPS
        drawing.shape("line", "grid", x1=EDGE, x2=right, y1=y(value), y2=y(value))
        drawing.text(f"{value:.4g}{unit}", EDGE - 6, y(value) + 4, "end")
    for at in range(0, len(times), -(-len(times) // LABELS)):
        drawing.text(times[at], x(at), bottom + 18, "middle")
    for number, line in enumerate(lines):
        for at, interval in enumerate(line.intervals):
            if interval:
                drawing.shape("line", "reach", x1=x(at), x2=x(at), y1=y(interval[0]), y2=y(interval[1]))
        for points in _runs(line.values):
            drawing.path([(x(at), y(value)) for at, value in points], f"line line-{number}")
            for at, value in points:
                drawing.shape("circle", f"dot dot-{number}", cx=x(at), cy=y(value), r=2.5)
    _name_lines(drawing, lines, y)
    return str(drawing)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Return the stretches without a gap, as places and values."""
    runs = groupby(enumerate(values), key=lambda pair: pair[1] is None)
    return [[(at, value) for at, value in run if value is not None] for gap, run in runs if not gap]


def _name_lines(drawing: _Drawing, lines: Sequence[Line], y: Callable[[float], float]) -> None:
    """Write each line's name at its end, the upper ones first, none over another."""
    ends = sorted((y(next((v for v in reversed(one.values) if v is not None), 0.0)), one.name) for one in lines)
    free = 0.0
    for end, name in ends:
        free = max(end + 4, free)
        drawing.text(name, WIDTH - NAMES + 8, free)
        free += 15


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
