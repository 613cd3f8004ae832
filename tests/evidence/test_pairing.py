from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pairing import paired

RAIN, WIND, SNOW = "It rained on Monday.", "A gale blew at sea.", "Snow fell in the hills."
RAIN_EDITED = "It reportedly rained on Monday."

PAIRS: list[tuple[str, list[str], list[str], dict[int, int]]] = [
    ("nothing", [], [], {}),
    ("all added", [], [RAIN], {}),
    ("all removed", [RAIN], [], {}),
    ("the same", [RAIN, WIND], [RAIN, WIND], {0: 0, 1: 1}),
    ("other line ends are the same", ["It rained\non  Monday."], [RAIN], {0: 0}),
    ("one added", [RAIN, WIND], [RAIN, SNOW, WIND], {0: 0, 1: 2}),
    ("one removed", [RAIN, SNOW, WIND], [RAIN, WIND], {0: 0, 2: 1}),
    ("one edited", [SNOW, RAIN, WIND], [SNOW, RAIN_EDITED, WIND], {0: 0, 1: 1, 2: 2}),
    ("replaced by another", [RAIN], [SNOW], {}),
    ("nothing but signs", ["..."], ["..."], {0: 0}),
    ("moved", [RAIN, WIND, SNOW], [SNOW, RAIN, WIND], {0: 1, 1: 2, 2: 0}),
    ("moved and edited", [RAIN, WIND, SNOW], [WIND, SNOW, RAIN_EDITED], {0: 2, 1: 0, 2: 1}),
    ("the first of twins removed", [RAIN, WIND, RAIN], [WIND, RAIN], {1: 0, 2: 1}),
    ("a twin added", [RAIN, WIND], [RAIN, WIND, RAIN], {0: 0, 1: 1}),
    ("twins moved", [RAIN, RAIN, WIND, SNOW], [WIND, SNOW, RAIN, RAIN], {0: 2, 1: 3, 2: 0, 3: 1}),
    ("the likest is taken", [RAIN], ["It rained.", RAIN_EDITED], {0: 1}),
]


@pytest.mark.parametrize(("old", "new", "pairs"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_a_text_is_paired_with_what_it_became(old: list[str], new: list[str], pairs: dict[int, int]) -> None:
    assert paired(old, new) == pairs


def test_a_long_article_that_was_rewritten_throughout_is_paired_sentence_by_sentence() -> None:
    old = [f"Witness {at} saw boat {at} leave." for at in range(200)]
    new = [f"{text[:-1]} at dawn." for text in old]
    assert paired(old, new) == {at: at for at in range(200)}


@given(st.lists(st.sampled_from([RAIN, WIND, SNOW, RAIN_EDITED, ""])), st.permutations(range(8)))
def test_any_order_of_the_same_texts_is_paired_in_full_and_with_itself(texts: list[str], order: list[int]) -> None:
    shuffled = [texts[at] for at in order if at < len(texts)] + texts[8:]
    pairs = paired(texts, shuffled)
    assert sorted(pairs) == sorted(pairs.values()) == list(range(len(texts)))
    assert paired(texts, texts) == {at: at for at in range(len(texts))}
