"""The fixtures of a new site: a page of each layout, a listing page, a page that is no article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacenews.model.capture import Capture
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection
from spacenews.operate.fixture_pairs import case_name, expectation
from spacenews.operate.look import Evidence, Look
from spacenews.operate.look_articles import Sample
from spacenews.operate.look_sources import Answered, capture_at
from spacenews.reading import read_article
from spacenews.specs import Site

_MOST_OTHERS = 2  # pages that are asked for to find one that is no article


@dataclass(frozen=True, slots=True)
class Pair:
    """A fixture to be: the name of its case, the page, and what is read on it."""

    case: str
    capture: Capture
    expected: dict[str, Any]


def article_pairs(site: Site, samples: Sequence[Sample]) -> Iterator[Pair]:
    """Give a pair for each layout that reads an article; of a site without any, for one article."""
    seen: set[str] = set()
    for each in samples:
        layout = each.article.layout if each.article else ""
        if layout and layout not in seen:
            seen.add(layout)
            yield _pair(site, each.capture, None)


def listing_pair(site: Site, listings: Sequence[Answered], look: Look) -> Iterator[Pair]:
    """Give a pair of the first listing page that lists articles."""
    for each in listings:
        capture = capture_at(look, each.source.url)
        if each.articles and capture is not None and each.source in site.sources:
            yield _pair(site, capture, str(LinkKind.LISTING))
            return


def refused_pair(site: Site, others: Sequence[str], look: Look) -> tuple[list[Pair], list[Evidence]]:
    """Return a pair of a page that is refused, and doubts about those that should be and are not.

    Args:
        site: The spec.
        others: Pages that are no articles, the surest first.
        look: Asks for some of them.
    """
    candidates = tuple(dict.fromkeys(others))
    look.ask("a page that is no article", candidates[:_MOST_OTHERS])
    doubts: list[Evidence] = []
    for url in (*candidates, site.home):
        capture = capture_at(look, url)
        if capture is None:
            continue
        if isinstance(read_article(site, capture), Rejection):
            return [_pair(site, capture, None)], doubts
        said = "it is read as an article, though the navigation leads to it"
        doubts.append(Evidence("a page that is no article", url, said, sure=False))
    return [], doubts


def _pair(site: Site, capture: Capture, source: str | None) -> Pair:
    expected = expectation(site, capture, source)
    return Pair(case_name(expected, capture.url), capture, {**expected, "reviewed": False})
