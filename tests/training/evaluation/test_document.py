from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.manifest import Manifest
from evidence.values import Cue
from training.corpora.tables import rows
from training.evaluation import ablation, document, learning, plots
from training.evaluation.explanations import Agreement
from training.evaluation.figures import FIGURES, Measured
from training.evaluation.firing import Fired
from training.evaluation.outcomes import Outcomes
from training.evaluation.refits import Refitted, Row
from training.evaluation.retold import UNMEASURED
from training.evaluation.slices import Slice
from training.evaluation.spans import SpanFigures
from training.evaluation.values import Evaluation
from training.metrics import SpanScore

MANIFEST = Manifest(
    name="onrecord-en", version="7", created="2024-05-01", features=("a",), lexicon="l", corpora=(), seed=1,
    sha256="c0ffee" * 10, size=1, scikit_learn="1", numpy="2",
)  # fmt: skip
ROWS = [
    ("own", "3", "3", "own", 0.75, 3.0),
    ("named", "1", "0", "own", 1.0, 2.0),
    ("none", "-", "-", "none", None, 3.0),
]
REFITTED = Refitted("onrecord-en 6", "00", "ff", "2024-05-02", (
    *(Row(learning.TABLE, f"{hard:g} {soft:g}", {"strength_qwk": 0.1 + hard / 4 + soft / 8}, {})
      for hard, soft in learning.shares()),
    *(Row(ablation.TABLE, one.name, {"strength_qwk": 0.5 if one.name == ablation.ALL else 0.48},
          {"strength_qwk": 0.4 if one.name == ablation.ALL else 0.41}) for one in ablation.variants()),
))  # fmt: skip


@pytest.fixture
def found(outcomes: Callable[..., Outcomes]) -> Evaluation:
    made = outcomes(*[ROWS] * 6)
    cue = Cue("hedge", "modal", 12, 15, "may", "hedge.may", -0.25)
    sentences = tuple(replace(one, said=replace(one.said, cues=(cue,))) for one in made.sentences)
    return Evaluation(
        manifest=MANIFEST,
        articles=6,
        outcomes=Outcomes(sentences, made.ratings),
        figures={"strength_qwk": Measured(0.7, (0.6, 0.78), 12), "rating_mae": Measured(9.5, None, 6)},
        slices={"headline or body": (
            Slice("headline", 6, 6, 6, {}),
            Slice("body", 50, 45, 6, {
                "strength_qwk": Measured(0.61, (0.5, 0.7), 45), "hedged_auc": Measured(0.9, None, 45),
            }),
        )},
        baselines={"rules": {"strength_qwk": Measured(0.25, (0.2, 0.3), 12)}},
        explanations=(Agreement("all", 40, 0.925, 0.1, 0.09),),
        spans=SpanFigures({"source": SpanScore(0.6, 0.5, 0.5454)}, 77, 6),
        fired={"hedged": Fired(200, 1.0, 0.96, 0.99)},
        hedges=None,
        speed={"30 sentences, median ms": 12.81},
        refitted=None,
    )  # fmt: skip


def section(text: str, title: str) -> str:
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Figures", "| strength, QWK | 0.700 | 0.600 to 0.780 | ≥ 0.66 | ≥ 0.8 | must |"),
        ("Figures", "| rating, mean error | 9.5 | – | ≤ 9 | ≤ 6 | **missed** |"),
        ("Figures", "| PolNeAR dev, source F1 | 0.545 | ≥ 0.55 | ≥ 0.73 | **missed** |"),
        ("Figures", "| CoNLL-2010 wiki eval, F1 | not measured | ≥ 0.64 | ≥ 0.675 | – |"),
        ("Figures", "| 30 sentences, median ms | 12.8 | ≤ 15 | ≤ 8 | must |"),
        ("Slices", "| headline | 6 | 6 | 6 | – | – | – | – | – | – | – | – |"),
        ("Slices", "| body | 50 | 45 | 6 | 0.610 | 0.500 to 0.700 | – | – | – | 0.900 | – | – |"),
        ("Confusion", "| named | 6 | 0 | 0 | 0 | 0 | 0 | 0 | 0.00 |"),
        ("Calibration", "| 0.8 to 0.9 | 12 | 0.800 | 0.500 |"),
        ("Levels of strength", "| 3 solid | 6 | 6 |"),
        ("Baselines", "| strength, QWK | 0.700 | 0.250 |"),
        ("Explanations", "| all | 40 | 0.925 | 0.100 | 0.090 |"),
        ("Attribution spans: PolNeAR dev", "77 articles; 6 of the split are left out, being among our labels."),
        ("Hedges: CoNLL-2010", "Not measured here: `python -m training hedges` leaves its figures for this section."),
        ("Our own tables of hedged, plain and trap sentences", "| hedged | 200 | 96.0% | 99.0% | 100.0% |"),
        ("The twenty worst errors", "| `as:0` | 11–21 | named 1 0 | own 2 4.0 | 4.0 | hedge.modal at 12 (-0.25) |"),
        ("Learning curve", UNMEASURED),
        ("Ablation", UNMEASURED),
    ],
)
def test_each_section_tells_what_was_measured(found: Evaluation, title: str, line: str) -> None:
    assert line in section(document.document(found), title).splitlines()


def test_no_text_of_an_article_is_in_the_document(found: Evaluation) -> None:
    text = document.document(found)
    assert "abcd" not in text
    assert "may" not in section(text, "The twenty worst errors")
    assert "$" not in text


def test_refits_are_told_with_their_model_and_their_day(found: Evaluation) -> None:
    text = document.document(
        replace(
            found,
            refitted=REFITTED,
            hedges={"conll_wiki_f1": 0.651, "bio_eval": {"f1": 0.8, "n": 9, "f1_interval": [0.71234, 0.8]}},
        )
    )
    curve, without = section(text, "Learning curve"), section(text, "Ablation")
    assert "Measured on 2024-05-02 with what the tagger of onrecord-en 6 read." in curve
    assert "| 0.5 of the annotated articles | 0.256 |" in curve
    assert "| 0.25 of the soft-labelled articles | 0.381 |" in curve
    assert f"| {ablation.ALL} | 0.400 |" in without
    assert "| without tags | +0.010 |" in without
    assert section(text, "Hedges: CoNLL-2010").splitlines()[-4:] == [
        "| conll wiki f1 | 0.651 |",
        "| bio eval, f1 | 0.8 |",
        "| bio eval, n | 9 |",
        "| bio eval, f1 interval | 0.7123 to 0.8 |",
    ]
    assert "| CoNLL-2010 wiki eval, F1 | 0.651 | ≥ 0.64 | ≥ 0.675 | must |" in section(text, "Figures")


def test_half_a_run_of_refits_is_none(found: Evaluation) -> None:
    part = replace(REFITTED, rows=REFITTED.rows[:3])
    text = document.document(replace(found, refitted=part))
    assert text.count(UNMEASURED) == 2


def test_the_flat_metrics_have_bounds_and_the_card_s_slices(found: Evaluation) -> None:
    assert found.metrics == {
        "strength_qwk": 0.7, "strength_qwk_low": 0.6, "strength_qwk_high": 0.78, "rating_mae": 9.5,
        "polnear_source": 0.5454, "fired_hedged": 0.96, "cues_true": 0.925,
        "headline/sentences": 6, "body/sentences": 50, "body/strength_qwk": 0.61, "body/strength_qwk_low": 0.5,
        "body/strength_qwk_high": 0.7, "body/hedged_auc": 0.9,
    }  # fmt: skip


def test_the_plots_are_written_beside_it_and_old_ones_go(found: Evaluation, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the dependency group evaluation is not installed")
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "old.svg").touch()
    document.write(replace(found, refitted=REFITTED), tmp_path)
    text = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    names = sorted(path.name for path in (tmp_path / "evaluation").iterdir())
    assert names == [
        "confusion-certainty.svg", "confusion-sourcing.svg", "confusion-strength.svg", "learning.svg",
        "reliability-sourcing.svg", "reliability-strength.svg", "strengths.svg",
    ]  # fmt: skip
    assert all(f"](evaluation/{name})" in text for name in names)


def test_without_matplotlib_the_document_says_so(
    found: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots, "available", lambda: False)
    document.write(found, tmp_path)
    text = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert plots.ABSENT in text.splitlines()
    assert ".svg" not in text
    assert [*(tmp_path / "evaluation").iterdir()] == []


def test_the_figures_file_is_told_whole(found: Evaluation) -> None:
    text = document.document(found)
    table = Path(document.__file__).with_name("figures.tsv")
    assert [row["figure"] for row in rows(table)] == list(FIGURES)
    assert all(f"- **{facts.title}**: {facts.meaning}." in text for facts in FIGURES.values())
