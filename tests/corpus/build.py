"""Builds a corpora folder and its label files from the readable articles and hedges beside this file.

An article is a head of ``name: value`` lines and then one sentence a line,
``sourcing certainty strength [x] | sentence``, a blank line ending a paragraph. A title is labelled alike.
``<s1>``, ``<c1>`` and ``<t1>`` mark source, cue and content of attribution 1; an article with such marks is
in PolNeAR's files too; one of the split ``train attributions`` has no labels of ours. Articles of the split
``pool`` give soft labels, and so many labels of annotators beside them as ``annotated`` says.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from evidence.values import SOURCINGS
from training.corpora.catalogue import SUMS, digest, fingerprint
from training.corpora.folder import LABEL_FILES, SOFT_LABELS, Split
from training.corpora.rebuild import attribution_print

HERE = Path(__file__).parent
TAG = re.compile(r"<(/?)([sct])(\d+)>")
CUE = re.compile(r"\[([^\[\]:]+):(\w+)\]")
ROLES = {"s": "source", "c": "cue", "t": "content"}


@dataclass(frozen=True)
class Built:
    """Where the corpora folder and the label files stand."""

    corpora: Path
    labels: Path


@dataclass(frozen=True)
class Marked:
    """An article read from its markup; ``rows`` are the cells of a label file but for the article."""

    head: dict[str, str]
    title: str
    text: str
    sentences: list[list[int]]
    rows: list[tuple[str, ...]]
    attributions: list[dict[str, list[list[int]]]]


def build(out: Path) -> Built:
    built = Built(out / "corpora", out / "labels")
    articles = [parse(path.read_text(encoding="utf-8")) for path in sorted((HERE / "articles").glob("*.txt"))]
    for folder in ("news", "polnear", "conll2010", "szeged"):
        (built.corpora / folder).mkdir(parents=True)
    built.labels.mkdir()
    _news(built, articles)
    for split in ("train", "dev"):
        chosen = [a for a in articles if a.head["split"] == split]
        _labels(built.labels, split, chosen)
        tagged = [a for a in articles if a.head["split"] in (split, f"{split} attributions")]
        _polnear(built, split, [a for a in tagged if a.attributions])
    pool = [a for a in articles if a.head["split"] == "pool"]
    _soft(built.labels, pool)
    annotated = [a for a in pool if "annotated" in a.head]
    _labels(built.labels, "pool", [replace(a, rows=a.rows[: int(a.head["annotated"])]) for a in annotated])
    _hedges(built.corpora)
    made = sorted(built.corpora.glob("*/*.gz"))
    sums = "".join(f"{digest(path)}  {path.relative_to(built.corpora).as_posix()}\n" for path in made)
    (built.corpora / SUMS).write_text(sums, encoding="utf-8")
    return built


def parse(written: str) -> Marked:
    top, body = written.split("\n\n", 1)
    head = {name: value.strip() for name, _, value in (line.partition(":") for line in top.splitlines())}
    judged, _, title = head["title"].rpartition(" | ")
    rows = [_row(0, 0, len(title), judged)] if title else []
    text, sentences, spans = "", [], {}
    for paragraph in body.strip().split("\n\n"):
        text += "\n\n" if text else ""
        for n, line in enumerate(paragraph.splitlines()):
            text += " " if n else ""
            judged, _, marked = line.rstrip().partition(" | ")
            start = len(text)
            text += _unmarked(marked, start, spans)
            sentences.append([start, len(text)])
            rows.append(_row(len(sentences), start, len(text), judged))
    return Marked(head, title, text, sentences, rows, [spans[n] for n in sorted(spans)])


def _unmarked(marked: str, at: int, spans: dict[int, dict[str, list[list[int]]]]) -> str:
    plain, last = "", 0
    for tag in TAG.finditer(marked):
        plain += marked[last : tag.start()]
        last = tag.end()
        roles = spans.setdefault(int(tag[3]), {"source": [], "cue": [], "content": []})
        if tag[1]:
            roles[ROLES[tag[2]]][-1].append(at + len(plain))
        else:
            roles[ROLES[tag[2]]].append([at + len(plain)])
    return plain + marked[last:]


def _row(index: int, start: int, end: int, judged: str) -> tuple[str, ...]:
    sourcing, certainty, strength, *flag = judged.split()
    return (str(index), str(start), str(end), sourcing, certainty, strength, "".join(flag))


def _news(built: Built, articles: list[Marked]) -> None:
    fields = ("id", "publisher", "date", "topic")
    rows = [{**{f: a.head[f] for f in fields}, "title": a.title, "text": a.text} for a in articles]
    _lines(built.corpora / "news/articles.jsonl.gz", [json.dumps(row, ensure_ascii=False) for row in rows])
    prints = [(a.head["id"], str(len(a.text)), fingerprint(a.text), fingerprint(a.title)) for a in articles]
    _table(built.labels / "articles.tsv", ("id", "length", "text", "title"), prints)


def _labels(folder: Path, split: Split, articles: list[Marked]) -> None:
    columns = ("article", "index", "start", "end", "sourcing", "certainty", "strength", "flag")
    rows = [(a.head["id"], *row) for a in articles for row in a.rows]
    _table(folder / LABEL_FILES[split], columns, rows)
    ratings = [(a.head["id"], a.head["rating"]) for a in articles]
    _table(folder / f"ratings.{split}.tsv", ("article", "rating"), ratings)


def _polnear(built: Built, split: str, articles: list[Marked]) -> None:
    rows = [
        {"id": a.head["id"], "text": a.text, "sentences": a.sentences, "attributions": a.attributions} for a in articles
    ]
    _lines(built.corpora / f"polnear/{split}.jsonl.gz", [json.dumps(row) for row in rows])
    path = built.labels / "polnear.tsv"
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    after = [
        "\t".join((a.head["id"], split, str(len(a.text)), fingerprint(a.text), attribution_print(a.attributions)))
        for a in articles
    ]
    header = "id\tsplit\tlength\ttext\tattributions"
    path.write_text("\n".join([*(before or [header]), *after]) + "\n", encoding="utf-8")


def _soft(folder: Path, articles: list[Marked]) -> None:
    groups = [("sourcing", SOURCINGS), ("certainty", "0123"), ("strength", "01234")]
    columns = [
        "article",
        "index",
        "start",
        "end",
        *(f"{group}_{name}" for group, names in groups for name in names),
    ]
    rows = []
    for article in articles:
        for index, start, end, *judged, _ in article.rows:
            cells = [
                f"{100 * _share(name, label, len(names)):.0f}"
                for (_, names), label in zip(groups, judged, strict=True)
                for name in names
            ]
            rows.append((article.head["id"], index, start, end, *cells))
    _table(folder / SOFT_LABELS, tuple(columns), rows)


def _share(name: str, label: str, classes: int) -> float:
    # where no claim is made, certainty and strength are anybody's guess
    return 1 / classes if label == "-" else 0.9 if name == label else 0.1 / (classes - 1)


def _hedges(folder: Path) -> None:
    marked = [
        line for line in (HERE / "hedges.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    plain = [CUE.sub(r"\1", line) for line in marked]
    cues = [" || ".join(cue for cue, _ in CUE.findall(line)) for line in marked]
    known = [str(int(bool(cue))) for cue in cues]
    train = [("train", f"doc_{n // 5}", str(n), known[n], "ours", cues[n], plain[n]) for n in range(len(plain))]
    bio = [("abstracts.xml", f"{n // 5}", f"S{n}", known[n], cues[n], plain[n]) for n in range(len(plain))]
    tests = [(str(n), known[n], plain[n]) for n in range(len(plain))]
    conll = folder / "conll2010"
    columns = ("cornell_split", "doc", "sent", "label", "label_source", "cues", "text")
    _table(conll / "wiki_train.tsv.gz", columns, train)
    _table(conll / "wiki_eval.tsv.gz", ("idx", "label", "text"), tests)
    _table(conll / "bio_train.tsv.gz", ("file", "doc", "sent", "label", "cues", "text"), bio)
    typed = [CUE.sub(lambda m: f'<ccue type="speculation_{m[2]} _">{m[1]}</ccue>', escape(line)) for line in marked]
    sentences = "".join(f'<Sentence id="S1.{n}">{line}</Sentence>' for n, line in enumerate(typed, 1))
    document = f"<Document><DocID>Tower_1</DocID><DocumentPart>{sentences}</DocumentPart></Document>"
    _lines(folder / "szeged/wiki.xml.gz", [f"<Annotation><DocumentSet>{document}</DocumentSet></Annotation>"])


def _table(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    _lines(path, ["\t".join(row) for row in (columns, *rows)])


def _lines(path: Path, lines: list[str]) -> None:
    """Write the lines, packed as the file's name says."""
    opened = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opened(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
