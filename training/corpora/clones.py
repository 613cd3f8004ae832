"""Clones: the public repositories that the texts come from, each read into our articles.

Article-Bias-Prediction (Baly et al. 2020), PolNeAR (Newell et al. 2018), NewsDiscourse (Choubey et al. 2020),
FA-KES (Salem et al. 2019) and FakeHealth (Dai et al. 2020), in the layouts that their authors publish.
"""

from __future__ import annotations

import csv
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from training.corpora.values import Article

S_LINE = re.compile(r"S\d+$")
ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")
SPAN = re.compile(r"(\d+) (\d+)")


def article_bias(folder: Path) -> Iterator[Article]:
    """Yield the articles of data/jsons/<ID>.json: the untokenised text as it stands, the title stripped."""
    for path in sorted(folder.glob("data/jsons/*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        text, title = row.get("content_original", ""), row["title"].strip()
        yield Article(f"as:{row['ID']}", row["source"], row["date"], row["topic"], title, text)


def polnear_news(folder: Path) -> Iterator[Article]:
    """Yield the articles of data/{train,dev}/text, whose names give publisher and date."""
    for split in ("train", "dev"):
        yield from _polnear_split(folder, split)


def news_discourse(folder: Path) -> Iterator[Article]:
    """Yield the articles of data/*.tar.gz, or of what was unpacked from them, rebuilt from their S-lines."""
    for path, written in _discourse_files(folder):
        title, text = _discourse(written)
        yield Article(f"nd:{path.stem}", path.stem[:3], "", path.parent.name, title, text)


def fa_kes(path: Path) -> Iterator[Article]:
    """Yield the articles of FA-KES-Dataset.csv, decoded as Latin-1, which is what its marks survive in."""
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            title, text = row["article_title"], row["article_content"]
            yield Article(f"fk:{row['unit_id']}", row["source"], row["date"], "syria", title, text)


def fake_health(folder: Path) -> Iterator[Article]:
    """Yield the stories of HealthStory/story_reviews_<n>.json, as FakeHealth's own download writes them."""
    for path in sorted(folder.rglob("story_reviews_*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(row, dict) and "text" in row:
            date = "" if row.get("publish_date") is None else str(row["publish_date"])
            yield Article(f"fh:{path.stem}", row.get("source", ""), date, "health", row["title"], row["text"])


def polnear_rows(folder: Path, split: str) -> Iterator[tuple[Article, list[list[int]], list[list[object]]]]:
    """Yield each article of a split with its sentences and, for every annotator, the list of attributions."""
    for article in _polnear_split(folder, split):
        stem = article.id.removeprefix("pn:")
        parse = folder / f"data/{split}/corenlp/{stem}.txt.xml"
        if parse.is_file():
            marks = sorted(folder.glob(f"data/{split}/attributions/{stem}_????.ann"))
            yield article, _sentences(parse), [attributions(m.read_text(encoding="utf-8")) for m in marks]


def _polnear_split(folder: Path, split: str) -> Iterator[Article]:
    for path in sorted(folder.glob(f"data/{split}/text/*.txt")):
        publisher, date, _ = path.stem.split("_", 2)
        yield Article(f"pn:{path.stem}", publisher, date, "us_election", "", path.read_text(encoding="utf-8"))


def attributions(written: str) -> list[object]:
    """Return a brat file's attributions in its order: source, cue, content, each a list of [start, end]."""
    lines = [line.split("\t") for line in written.splitlines() if "\t" in line]
    spans = {parts[0]: _spans(parts[1]) for parts in lines if parts[0].startswith("T")}
    return [_attribution(parts[1], spans) for parts in lines if parts[0].startswith("E")]


def _attribution(event: str, spans: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
    roles: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
    for role, mark in ROLE.findall(event):
        roles[role.lower()] += spans.get(mark, [])
    return roles


def _spans(described: str) -> list[list[int]]:
    # "Content 256 377;463 616" is one discontinuous span
    return [[int(start), int(end)] for start, end in SPAN.findall(described)]


def _sentences(path: Path) -> list[list[int]]:
    root = ElementTree.parse(path).getroot()
    found = []
    for sentence in root.findall("document/sentences/sentence"):
        begins = [int(b.text or 0) for b in sentence.iterfind("tokens/token/CharacterOffsetBegin")]
        ends = [int(e.text or 0) for e in sentence.iterfind("tokens/token/CharacterOffsetEnd")]
        found.append([begins[0], ends[-1]])
    return found


def _discourse_files(folder: Path) -> Iterator[tuple[PurePosixPath, str]]:
    for path in sorted(folder.glob("data/**/*.txt")):
        yield PurePosixPath(path), path.read_text(encoding="utf-8")
    for archive in sorted(folder.glob("data/*.tar.gz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                name, file = PurePosixPath(member.name), tar.extractfile(member)
                # "._x.txt" is what macOS leaves in archives
                if file and name.suffix == ".txt" and not name.name.startswith("."):
                    yield name, file.read().decode("utf-8")


def _discourse(written: str) -> tuple[str, str]:
    title, paragraphs = "", list[list[str]]([[]])
    for line in written.splitlines():
        head, *words = line.split() or [""]
        if not head:
            paragraphs.append([])
        elif head == "H":
            title = " ".join(words)
        elif S_LINE.match(head) and words:
            paragraphs[-1].append(" ".join(words))
    return title, "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
