from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest

from training.evaluation import plots
from training.evaluation.refits import Row
from training.evaluation.tables import Bin, Confusion

pytest.importorskip("matplotlib", reason="the dependency group evaluation is not installed")

DRAWN: list[tuple[str, Callable[[], str], list[str]]] = [
    ("confusion", lambda: plots.confusion(Confusion("strength", ("weak", "strong"), np.array([[3, 1.5], [0, 7]]))),
     ["weak", "strong", "1.5", "strength as labelled"]),
    ("reliability", lambda: plots.reliability("P(x)", [Bin(0.1, 0.2, 5, 0.15, 0.4), Bin(0.9, 1.0, 9, 0.95, 0.9)]),
     ["P(x)", "how often it was so"]),
    ("strengths", lambda: plots.strengths(np.arange(5.0), np.arange(5.0)[::-1]), ["4 strong", "as labelled"]),
    ("learning", lambda: plots.learning({"articles": [(0.5, Row("l", "x", {"q": 0.4}, {})),
                                                      (1.0, Row("l", "y", {"q": 0.5}, {}))]}, "q"),
     ["articles", "share of the articles"]),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "words"), [row[1:] for row in DRAWN], ids=[row[0] for row in DRAWN])
def test_a_plot_is_svg_with_its_words_and_the_same_each_time(draw: Callable[[], str], words: list[str]) -> None:
    svg = draw()
    texts = {element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert set(words) <= texts
    assert svg == draw()
    assert "dc:date" not in svg
