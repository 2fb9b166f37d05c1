"""How well pages are read, as figures from 0 to 1: what the ratchet in tests/ratchet.json holds.

Two grounds: the project's own pages (fixtures and the embedded site), read without their spec; and the open pages
with known answers in ../shared/extraction, scored by the `score.py` beside them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.own_pages import ROOT, embedded_pages, fixture_pages
from bench.reading import read
from spacenews.demo.markups import MARKUPS

OPEN = ROOT.parent / "shared" / "extraction"
_EACH = 25  # articles of the embedded site in each markup
_WORDS = 4  # bodies are compared by their runs of so many words, as score.py does
_GOOD = 0.5  # below this a body is lost
_OPEN_FIGURES = (
    ("title", "loose"),
    ("date", "accepted"),
    ("date", "instant"),
    ("author", "exact"),
    ("categories", "f1"),
    # The known answers hold tags beside sections, so that a reader of sections alone finds a part of them at best.
    ("categories", "precision"),
)

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of our own, and what must be read on it; a field that is None is not judged."""

    url: str
    html: bytes
    title: str | None
    day: str | None
    byline: tuple[str, ...] | None
    body: str | None


def own_figures() -> Figures:
    """Return the shares of fields that are right, and of words, on the project's own pages without their spec."""
    return {
        "fixtures": _figures_of(_fixtures()),
        **{f"embedded site, {markup}": _figures_of(_embedded(markup)) for markup in MARKUPS},
    }


def open_figures(limit: int | None = None) -> Figures:
    """Return the figures of the open pages by their sets; `limit`: at most so many of a set, always the same ones.

    Raises:
        FileNotFoundError: ../shared/extraction is not here.
    """
    score = _scorer()
    rows: dict[str, list[Any]] = defaultdict(list)
    cases = score.load_cases(str(OPEN / "open.tar.xz"), set())
    for case in sorted(cases, key=lambda case: hashlib.sha1(case.id.encode("utf-8", "surrogateescape")).digest()):  # noqa: S324 - an order
        if limit is None or len(rows[case.set]) < limit:
            rows[case.set].append(score.score_page(case.gt, score.clean(read(case.html(), case.url))))
    return {key: _open_figures(score.summarise(rows[key])) for key in sorted(rows)}


def _open_figures(summary: Mapping[str, Any]) -> dict[str, float]:
    figures = {
        f"{field} {kind}": _rounded(summary[field][kind])
        for field, kind in _OPEN_FIGURES
        if kind in summary.get(field, {})
    }
    if "body" in summary:
        body = summary["body"]
        figures["body f1"] = _rounded(body["f1"])
        figures[f"body not below {_GOOD}"] = _rounded(1 - body["bad_pages"] / body["pages"])
    return figures


def _scorer() -> Any:
    path = OPEN / "score.py"
    spec = importlib.util.spec_from_file_location("open_pages_score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise FileNotFoundError(f"{path} is not here")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _fixtures() -> Iterator[Page]:
    for fixture in fixture_pages():
        known = fixture.expected
        if "title" in known:
            byline = tuple(known["byline"]) if "byline" in known else None
            day, body = known.get("published_on"), known.get("body")
            yield Page(fixture.capture.url, fixture.capture.payload, known["title"], day, byline, body)


def _embedded(markup: str) -> Iterator[Page]:
    for true, html in embedded_pages(markup, _EACH):
        day = true.published_on.isoformat() if true.published_on else None
        yield Page(true.url, html, true.title, day, true.byline, true.body)


def _figures_of(pages: Iterable[Page]) -> dict[str, float]:
    right: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        got = read(page.html, page.url)
        for name, known, found in (
            ("title", page.title, got.get("title")),
            ("day", page.day, str(got.get("published", ""))[:10]),
            ("author", page.byline, tuple(map(str, _many(got.get("author"))))),
        ):
            if known is not None:
                right[name].append(float(found == known))
        if page.body:
            right["body f1"].append(agreement(page.body, str(got.get("body", ""))))
    return {name: _rounded(sum(values) / len(values)) for name, values in sorted(right.items())}


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def agreement(one: str, other: str) -> float:
    """Return F1 over the runs of four words that two texts have in common, from 0 to 1."""
    first, second = (_runs(text) for text in (one, other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[start : start + _WORDS]) for start in range(max(1, len(words) - _WORDS + 1)))


def _rounded(value: float) -> float:
    return round(value, 3)
