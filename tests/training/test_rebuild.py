from __future__ import annotations

import gzip
import io
import json
import tarfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from training.commands import main
from training.corpora import Corpora
from training.corpora.clones import attributions, fake_health, news_discourse
from training.corpora.folder import fingerprints
from training.corpora.rebuild import Clones, rebuild
from training.corpora.tables import rows
from training.corpora.values import Article

BRAT = (
    "T1\tSource 0 4\tAnna\n"
    "T2\tCue 5 9\tsaid\n"
    "T3\tContent 30 40;10 20\tsplit in two\n"
    "T4\tAttribution 5 9\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "T5\tAttribution-no-source 50 55\tnoted\n"
    "E2\tAttribution-no-source:T5 \n"
    "#1\tAnnotatorNotes T5\tunsure\n"
)


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def article_bias_clone(folder: Path, articles: list[Article]) -> Path:
    for article in articles:
        row = {
            "ID": article.id.removeprefix("as:"),
            "source": article.publisher,
            "date": article.date,
            "topic": article.topic,
            "title": f"{article.title} ",
            "content": "tokenised , and not used",
            "content_original": article.text,
        }
        put(folder / f"data/jsons/{row['ID']}.json", json.dumps(row))
    return folder


def polnear_clone(folder: Path, split: str, row: dict[str, Any], text: str) -> None:
    stem = row["id"].removeprefix("pn:")
    put(folder / f"data/{split}/text/{stem}.txt", text)
    tokens = "".join(
        f"<sentence><tokens><token><CharacterOffsetBegin>{start}</CharacterOffsetBegin>"
        f"<CharacterOffsetEnd>{end}</CharacterOffsetEnd></token></tokens></sentence>"
        for start, end in row["sentences"]
    )
    parse = f"<root><document><sentences>{tokens}</sentences></document></root>"
    put(folder / f"data/{split}/corenlp/{stem}.txt.xml", parse)
    put(folder / f"data/{split}/attributions/{stem}_4b22.ann", "T1\tCue 0 3\tThe\nE1\tAttribution:T1 Cue:T1\n")
    put(folder / f"data/{split}/attributions/{stem}_d473.ann", brat(row["attributions"]))


def brat(found: list[dict[str, list[list[int]]]]) -> str:
    lines = []
    for attribution in found:
        event = []
        for role, spans in attribution.items():
            mark = f"T{len(lines)}"
            lines.append(f"{mark}\t{role.title()} {';'.join(f'{s} {e}' for s, e in spans)}\t…")
            event.append(f"{role.title()}:{mark}")
        lines.append(f"E{len(lines)}\tAttribution:T0 {' '.join(event)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def clones(tiny: Any, tmp_path: Path) -> Clones:
    corpora = Corpora(tiny.corpora, tiny.labels)
    bias = [a for a in corpora.articles.values() if a.id.startswith("as:")]
    for split in ("train", "dev"):
        with gzip.open(tiny.corpora / f"polnear/{split}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                polnear_clone(tmp_path / "polnear", split, row, row["text"])
    return Clones(article_bias_clone(tmp_path / "bias", bias), tmp_path / "polnear")


def test_clones_that_match_give_the_same_articles_and_attributions(tiny: Any, clones: Clones, tmp_path: Path) -> None:
    outcomes = rebuild(clones, tmp_path / "made", tiny.labels)
    made, built = Corpora(tmp_path / "made", tiny.labels), Corpora(tiny.corpora, tiny.labels)
    assert [(o.corpus, len(o.matched), o.differing, o.missing) for o in outcomes] == [
        ("news-articles", 19, (), ()),
        ("polnear-train", 7, (), ()),
        ("polnear-dev", 1, (), ()),
    ]
    assert {id_: fingerprints(a) for id_, a in made.articles.items()} == {
        id_: fingerprints(a) for id_, a in built.articles.items()
    }
    assert made.labelled("dev")[0].article.text == built.labelled("dev")[0].article.text
    # the first annotator's file is another reading: the checksum picks the one that was used
    assert made.polnear("train") == built.polnear("train")
    assert made.polnear("dev") == built.polnear("dev")


def test_a_rebuilt_article_has_the_facts_of_the_clone(tiny: Any, clones: Clones, tmp_path: Path) -> None:
    rebuild(clones, tmp_path / "made", tiny.labels)
    wall = Corpora(tmp_path / "made", tiny.labels).articles["as:wall"]
    ferry = Corpora(tmp_path / "made", tiny.labels).articles["pn:gull-post_2024-03-09_ferry-fares-to-rise-in-may"]
    assert (wall.publisher, wall.date, wall.topic) == ("The Skarvik Tern", "2024-03-04", "harbour")
    assert wall.title == "Harbour wall reopens after two winters of repairs"
    assert (ferry.publisher, ferry.date, ferry.title) == ("gull-post", "2024-03-09", "")


def test_a_text_that_differs_is_left_out_and_named(tiny: Any, clones: Clones, tmp_path: Path) -> None:
    assert clones.article_bias
    path = clones.article_bias / "data/jsons/wolf.json"
    row = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**row, "content_original": row["content_original"] + "!"}), encoding="utf-8")
    (clones.article_bias / "data/jsons/lamp.json").unlink()
    news = rebuild(clones, tmp_path / "made", tiny.labels)[0]
    assert (len(news.matched), news.differing, news.missing) == (17, ("as:wolf",), ("as:lamp",))
    assert list(news.sentences()) == [
        "news-articles: 17 match, 1 differ, 1 are missing.",
        "news-articles: as:wolf differs from the text that our labels count into and is left out.",
        "news-articles: 1 missing of as: as:lamp.",
    ]
    assert Corpora(tmp_path / "made", tiny.labels).absent("train") == ("as:wolf",)


def test_the_same_clones_give_the_same_checksums(tiny: Any, clones: Clones, tmp_path: Path) -> None:
    for name in ("one", "two"):
        rebuild(clones, tmp_path / name, tiny.labels)
    sums = [(tmp_path / name / "SHA256SUMS").read_text(encoding="utf-8") for name in ("one", "two")]
    assert sums[0] == sums[1]
    assert [line.split()[1] for line in sums[0].splitlines()] == [
        "news/articles.jsonl.gz",
        "polnear/dev.jsonl.gz",
        "polnear/train.jsonl.gz",
    ]


def test_brat_files_give_discontinuous_spans_in_file_order() -> None:
    assert attributions(BRAT) == [
        {"source": [[0, 4]], "cue": [[5, 9]], "content": [[30, 40], [10, 20]]},
        {"source": [], "cue": [], "content": []},
    ]


DISCOURSE = (
    "URL http://example.org/x\nDATE/ 2018\nH GULLS  RETURN\n\n"
    "S1 The gulls are back.\nS2 They came early.\n\nS3 Ask Tom.\n"
)


@pytest.mark.parametrize("packed", [True, False])
def test_s_lines_become_paragraphs(tmp_path: Path, packed: bool) -> None:
    if packed:
        (tmp_path / "data").mkdir()
        with tarfile.open(tmp_path / "data/train.tar.gz", "w:gz") as tar:
            for name in ("train/Crime/._Reuters_1.txt", "train/Crime/Reuters_1.txt"):
                member = tarfile.TarInfo(name)
                member.size = len(DISCOURSE.encode())
                tar.addfile(member, io.BytesIO(DISCOURSE.encode()))
    else:
        put(tmp_path / "data/train/Crime/Reuters_1.txt", DISCOURSE)
    (article,) = news_discourse(tmp_path)
    assert asdict(article) == {
        "id": "nd:Reuters_1",
        "publisher": "Reu",
        "date": "",
        "topic": "Crime",
        "title": "GULLS RETURN",
        "text": "The gulls are back. They came early.\n\nAsk Tom.",
    }


def test_fa_kes_and_fake_health_come_as_published(tmp_path: Path) -> None:
    put(
        tmp_path / "fa-kes.csv",
        "unit_id,article_title,article_content,source,date,location,labels\n7,A day,It was quiet.,tern,4/4/2017,x,1\n",
    )
    story = {"title": "Tea", "text": "Tea may help.", "source": "http://tern.example", "publish_date": 12.0}
    put(tmp_path / "HealthStory/story_reviews_00001.json", json.dumps(story))
    found = list(Clones(fa_kes=tmp_path / "fa-kes.csv", fake_health=tmp_path).articles())
    assert found == [
        Article("fk:7", "tern", "4/4/2017", "syria", "A day", "It was quiet."),
        Article("fh:story_reviews_00001", "http://tern.example", "12.0", "health", "Tea", "Tea may help."),
    ]


def test_a_story_without_a_date_has_an_empty_one(tmp_path: Path) -> None:
    story = {"title": "Tea", "text": "Tea may help.", "source": "s", "publish_date": None}
    put(tmp_path / "story_reviews_00002.json", json.dumps(story))
    put(tmp_path / "story_reviews_00003.json", json.dumps(["a review, not a story"]))
    assert [a.date for a in fake_health(tmp_path)] == [""]


def test_the_command_says_what_matched(tmp_path: Path) -> None:
    article_bias_clone(tmp_path / "bias", [Article("as:unknown", "p", "d", "t", "T", "Ours.")])
    made = tmp_path / "made"
    ran = CliRunner().invoke(main, ["corpora", "import", "--article-bias", str(tmp_path / "bias"), str(made)])
    assert ran.exit_code == 0
    assert ran.output.splitlines()[0] == "news-articles: 0 match, 0 differ, 6000 are missing."
    assert "5842 missing of as:" in ran.output


def test_an_import_of_nothing_is_refused(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["corpora", "import", str(tmp_path / "made")])
    assert (ran.exit_code, ran.output) == (2, "Error: There is nothing to import: give at least one clone.\n")


def test_polnear_in_the_shared_folder_has_our_fingerprints(shared: Path) -> None:
    from training.corpora.folder import LABELS
    from training.corpora.rebuild import attribution_print

    wanted = {row["id"]: row["attributions"] for row in rows(LABELS / "polnear.tsv")}
    with gzip.open(shared / "data/polnear/dev.jsonl.gz", "rt", encoding="utf-8") as file:
        found = {row["id"]: attribution_print(row["attributions"]) for row in map(json.loads, file)}
    assert len(found) == 83
    assert found.items() <= wanted.items()
