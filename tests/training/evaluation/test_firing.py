from __future__ import annotations

from pathlib import Path

from evidence.scorer import Scorer
from training.evaluation import firing
from training.evaluation.firing import Fired


def test_each_table_has_its_shares(shipped: Scorer, tmp_path: Path) -> None:
    hedged = ["The envoy reportedly left before dawn.", "It is unknown whether the ferry sank."]
    (tmp_path / "hedged.tsv").write_text("kind\tsentence\n" + "".join(f"x\t{text}\n" for text in hedged))
    plain = ["The library opened on Monday.", "The bridge is 200 metres long."]
    (tmp_path / "plain.tsv").write_text("kind\tsentence\n" + "".join(f"x\t{text}\n" for text in plain))
    found = firing.measure(shipped, tmp_path)
    assert set(found) == {"hedged", "plain"}
    assert found["hedged"] == Fired(2, 1.0, 1.0, 1.0)
    assert (found["plain"].n, found["plain"].lexicon, found["plain"].model) == (2, 0.0, 0.0)


def test_the_tables_of_the_tests_are_found() -> None:
    assert all((firing.FOLDER / f"{name}.tsv").is_file() for name in firing.TABLES)


def test_where_no_table_is_nothing_is_measured(tmp_path: Path, shipped: Scorer) -> None:
    assert firing.measure(shipped, tmp_path) == {}
