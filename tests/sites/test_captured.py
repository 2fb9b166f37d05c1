"""Sites whose real page was saved read it right, by their own layout: the saved pages lie beside the project."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench.scores import agreement
from spacenews.model import Article, Capture, Rejection
from spacenews.model.clock import to_text
from spacenews.reading import normalize_reading, read_article
from spacenews.specs import SpecRegistry

SAVED = Path(__file__).resolve().parents[3] / "shared" / "extraction" / "open.tar.xz"
REGISTRY = SpecRegistry()


@dataclass(frozen=True)
class Known:
    """What a person reads on a saved page beside what its index says.

    Attributes:
        file: Name of the saved page.
        url: The page's.
        layout: Of the site, which must be the one that reads it.
        published_at: The stated time in UTC, or None where the page prints a day alone.
        byline, categories: As printed.
        words, paragraphs: Of the body.
        begins, ends: Its first and last words.
    """

    file: str
    url: str
    layout: str
    published_at: str | None
    byline: tuple[str, ...]
    categories: tuple[str, ...]
    words: int
    paragraphs: int
    begins: str
    ends: str


KNOWN = {
    "spacenews": Known(
        file="00054.html",
        url="https://spacenews.com/nasa-adds-five-companies-to-commercial-lunar-lander-program/",
        layout="theme-2019",
        published_at="2019-11-19T04:50:22Z",
        byline=("Jeff Foust",),
        categories=("Commercial",),
        words=806,
        paragraphs=13,
        begins="WASHINGTON — NASA announced",
        ends="lunar surface every year.",
    ),
    "nesdis": Known(
        file="01111.html",
        url="https://www.nesdis.noaa.gov/news/fanning-the-flames-goes-west-monitors-smoke-the-alisal-fire",
        layout="drupal-news",
        published_at=None,
        byline=(),
        categories=(),
        words=211,
        paragraphs=4,
        begins="Fanned by strong winds,",
        ends="operational in February 2019.",
    ),
    "esahubble": Known(
        file="01112.html",
        url="https://esahubble.org/images/potw2319a/",
        layout="picture",
        published_at="2023-05-08T04:00:00Z",  # printed 06:00, summer time of central Europe
        byline=(),
        categories=("Galaxies",),
        words=331,
        paragraphs=4,
        begins="A vast galaxy cluster",
        ends="by the cluster.]",
    ),
    "iau": Known(
        file="01113.html",
        url="https://www.iau.org/public/images/detail/ann22001b/",
        layout="picture",
        published_at="2022-01-04T10:30:00Z",  # printed 11:30, winter time of central Europe
        byline=(),
        categories=("Illustrations",),
        words=6,
        paragraphs=1,
        begins="Season\u2019s Greetings",
        ends="IAUGA2022 team.",
    ),
}


@cache
def saved() -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
    """Return the pages and what the index expects of each, by file."""
    if not SAVED.exists():
        return {}, {}
    files = {"index.jsonl": b"", **{known.file: b"" for known in KNOWN.values()}}
    with tarfile.open(SAVED, "r|xz") as tar:  # read once through: to go back would unpack it all again
        for member in tar:
            name = member.name.removeprefix("./")
            if name in files and (file := tar.extractfile(member)) is not None:
                files[name] = file.read()
    expected: dict[str, dict[str, Any]] = {}
    for row in map(json.loads, files["index.jsonl"].decode().split("\n")[:-1]):
        if row["file"] in files:
            expected.setdefault(row["file"], {}).update(row["expected"])
    return files, expected


def test_every_site_that_is_called_captured_is_scored_here() -> None:
    called = {key for key in REGISTRY.keys() if REGISTRY.load(key).verified == "captured"}  # noqa: SIM118 # its method
    assert called == set(KNOWN)


@pytest.mark.parametrize("key", KNOWN)
def test_the_saved_page_is_read_right(key: str, subtests: pytest.Subtests) -> None:
    known = KNOWN[key]
    pages, expected = saved()
    if known.file not in pages:
        pytest.skip(f"{SAVED.name} with the saved page of {key} is not there")
    article = read(key, known.url, pages[known.file])
    index = expected[known.file]
    printed = article.published
    paragraphs = article.body.split("\n\n")
    for field, value, wanted in (
        ("layout", article.layout, known.layout),
        ("url", article.url, known.url),
        ("title", article.title, index["title"]),
        ("day", printed.on.isoformat() if printed else None, index["published"]),
        ("time", to_text(printed.at) if printed and printed.at else None, known.published_at),
        ("byline", article.byline, tuple(index.get("authors", known.byline))),
        ("categories", tuple(name for _, name in article.categories), known.categories),
        ("words and paragraphs", (len(article.body.split()), len(paragraphs)), (known.words, known.paragraphs)),
        ("first words", paragraphs[0][: len(known.begins)], known.begins),
        ("last words", paragraphs[-1][-len(known.ends) :], known.ends),
    ):
        with subtests.test(field=field):
            assert value == wanted
    with subtests.test(field="body"):
        assert "body" not in index or agreement(index["body"], article.body) >= 0.99


def read(key: str, url: str, page: bytes) -> Article:
    site = REGISTRY.load(key)
    headers = (("Content-Type", "text/html"),)
    capture = Capture("saved", key, url, datetime(2026, 1, 1, tzinfo=UTC), 200, headers, page)
    reading = read_article(site, capture)
    assert not isinstance(reading, Rejection), reading
    return normalize_reading(site, capture, reading)
