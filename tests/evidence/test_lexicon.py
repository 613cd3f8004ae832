from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evidence.cues import find
from evidence.lexicon import COLUMNS, FOLDER, LAYERS, SUBTYPES, LexiconError, load
from evidence.values import CUE_KINDS

EXAMPLES = Path(__file__).parent / "tables" / "lexicon_examples.tsv"
HEADER = "\t".join(COLUMNS)
GOOD = "hedge.modal.may\tmay\thedge\tmodal\twords\tHyland 2005\t"


def examples() -> dict[str, tuple[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0] == ["id", "must_match", "must_not_match"]
    return {row[0]: (row[1], row[2]) for row in rows[1:]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.tsv").write_text("source\treference\nHyland 2005\tK. Hyland, Metadiscourse\n")
    (tmp_path / "hedge.tsv").write_text(f"{HEADER}\n{GOOD}\n")
    return tmp_path


def test_every_entry_has_a_text_that_must_match_and_one_that_must_not() -> None:
    table = examples()
    assert set(table) == {entry.id for entry in load().entries}
    assert [key for key, texts in table.items() if not all(texts)] == []


def test_every_entry_is_found_where_it_must_be() -> None:
    missed = [(key, text) for key, (text, _) in examples().items() if key not in {m.entry for m in find(text, load())}]
    assert missed == []


def test_no_entry_is_found_where_it_must_not_be() -> None:
    found = [(key, text) for key, (_, text) in examples().items() if key in {m.entry for m in find(text, load())}]
    assert found == []


def test_every_category_and_subtype_has_entries() -> None:
    held = {(entry.category, entry.subtype) for entry in load().entries}
    assert held == {(category, subtype) for category, names in SUBTYPES.items() for subtype in names}


def test_the_layers_hold_each_category_once_and_the_cue_layer_is_the_cue_kinds() -> None:
    assert sorted(c for names in LAYERS.values() for c in names) == sorted(SUBTYPES)
    assert LAYERS["cue"] == CUE_KINDS


def test_the_lexicon_is_loaded_once_and_its_digest_is_that_of_its_contents(folder: Path) -> None:
    assert load() is load()
    before = load(folder).digest
    load.cache_clear()
    assert load(folder).digest == before
    (folder / "hedge.tsv").write_text(f"{HEADER}\n{GOOD}a note\n")
    load.cache_clear()
    assert load(folder).digest != before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x", "1 columns where 7 are due."),
        ("doubt.unknown.x\tx\tdoubt\tunknown\twords\tHyland 2005\t", "category 'doubt' does not belong"),
        ("hedge.odd.x\tx\thedge\todd\twords\tHyland 2005\t", "subtype 'odd' is none of modal,"),
        ("modal.x\tx\thedge\tmodal\twords\tHyland 2005\t", "id 'modal.x' does not begin with"),
        ("hedge.modal.x\tx\thedge\tmodal\twords\tme\t", "source 'me' is not in sources.tsv"),
        ("hedge.modal.x\tx\thedge\tmodal\tregex\tHyland 2005\t", "match 'regex' is none of words,"),
        ("hedge.modal.x\t x\thedge\tmodal\twords\tHyland 2005\t", "the phrase is empty or has blanks"),
        ("hedge.modal.x\t\thedge\tmodal\twords\tHyland 2005\t", "the phrase is empty or has blanks"),
        ("hedge.modal.x\tX y\thedge\tmodal\tpattern\tHyland 2005\t", "a pattern sees flattened text"),
        ("hedge.modal.x\t(x\thedge\tmodal\tpattern\tHyland 2005\t", "the pattern does not compile"),
        (GOOD, "'hedge.modal.may' stands already at hedge.tsv:2."),
        ("hedge.modal.m\tMay\thedge\tmodal\twords\tHyland 2005\t", "'may' stands already at hedge.tsv:2."),
    ],
)
def test_a_faulty_line_is_refused_by_file_and_line(folder: Path, line: str, message: str) -> None:
    (folder / "hedge.tsv").write_text(f"{HEADER}\n{GOOD}\n{line}\n")
    with pytest.raises(LexiconError) as refusal:
        load(folder)
    assert str(refusal.value).startswith(f"hedge.tsv:3: {message}")


def test_a_file_of_no_known_category_a_wrong_header_and_missing_sources_are_refused(folder: Path) -> None:
    (folder / "odd.tsv").write_text(f"{HEADER}\nodd.a.x\tx\todd\ta\twords\tHyland 2005\t\n")
    with pytest.raises(LexiconError, match=r"odd\.tsv:2: category 'odd' does not belong"):
        load(folder)
    (folder / "odd.tsv").write_text("id\tphrase\n")
    with pytest.raises(LexiconError, match=r"odd\.tsv:1: the first line must name the columns id, phrase,"):
        load(folder)
    (folder / "sources.tsv").unlink()
    with pytest.raises(LexiconError, match=r"sources\.tsv: the lexicon lacks this file"):
        load(folder)


def test_the_shipped_files_are_in_the_package_folder() -> None:
    assert {path.stem for path in FOLDER.glob("*.tsv")} == {*SUBTYPES, "sources"}
