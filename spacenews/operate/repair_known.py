"""Articles whose text we hold, and their pages as they are now: what a changed template is learnt from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacenews.captures import read_capture
from spacenews.frontier.read_only import open_state_to_ask
from spacenews.model.capture import Capture
from spacenews.model.folder import DataFolder
from spacenews.model.link import LinkKind
from spacenews.operate.lookup import latest_record
from spacenews.reading.learning import Known, PageScore, score_known, share_on_page

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader, StoredArticle
    from spacenews.specs import Site

SURE_WORDS = 60
"""A shorter body says little of where a page's text stands."""

WELL = 0.95
"""F1 of the body from which on a page is read as it is known."""

UNEDITED = 0.97
"""Share of an article's known text on its page from which on it was not edited since."""

_NEWEST = 400  # articles among which some are chosen
_LOOKED_AT = 80  # articles whose later captures are looked for
_OK = 200

_CANDIDATES = """
SELECT a.url, coalesce((
    SELECT c.name FROM article_categories l JOIN categories c ON c.id = l.category
    WHERE l.article = a.id ORDER BY l.position LIMIT 1), '')
FROM articles a JOIN captures k ON k.id = a.capture
WHERE a.site = :site AND a.state = 'live' AND a.duplicate_of IS NULL AND a.title_source <> 'slug'
    AND a.word_count >= :words AND k.captured_at < :before
    AND (:any OR a.layout IN (SELECT value FROM json_each(:good)))
ORDER BY a.published_on IS NULL, a.published_on DESC, a.url LIMIT :newest
"""
# What an address is for is known by how it was found: a page that is refused today may be an article that is misread.
_LISTINGS = """
SELECT url FROM frontier
WHERE site = ? AND kind = 'listing' AND fate IN ('listed', 'rejected')
ORDER BY url LIKE '%?%', length(url), url LIMIT 200
"""
_LAYOUTS = "SELECT DISTINCT layout FROM articles WHERE site = ?"


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article of the archive.

    Attributes:
        url: Canonical URL.
        stored: What the archive holds of it.
        day: The day that it prints, or None.
    """

    url: str
    stored: StoredArticle
    day: date | None

    def on(self, capture: Capture) -> Known:
        """Return what a reader should find on a page of this article."""
        record = self.stored.record
        return Known(
            capture,
            record["body"],
            title=record["title"],
            day=self.day,
            byline=tuple(record["authors"]),
            categories=tuple(record["categories"]),
            undated=self.day is None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a known article as it is now.

    Attributes:
        known: What it should be read as.
        score: How the spec reads it today.
        origin: `archive` where a capture of it was there already, else `asked`.
    """

    known: Known
    score: PageScore
    origin: str


def choose_known(archive: ArchiveReader, site: Site, *, before: date | None = None) -> Iterator[KnownArticle]:
    """Yield articles that a layout of the site read well, of each category in turn, newest first.

    Args:
        archive: Where they are held.
        site: Its layouts and its family's count as those that read well, where any article was read by one.
        before: Only what was captured before this day, that of the redesign, is known.
    """
    good = layouts_held(archive, site)
    asked = {
        "site": site.key,
        "words": SURE_WORDS,
        "before": before.isoformat() if before else "9999",
        "any": not good,
        "good": json.dumps(good),
        "newest": _NEWEST,
    }
    rows = archive.connection.execute(_CANDIDATES, asked).fetchall()
    categories: dict[str, list[str]] = {}
    for url, category in rows:
        categories.setdefault(category, []).append(url)
    in_turn = chain.from_iterable(zip_longest(*categories.values()))
    for url in in_turn:
        # The text of several pages is not what any one of them prints.
        if url is not None and (stored := archive.find_article(url)) is not None and not stored.pages:
            day = stored.record["published_on"]
            yield KnownArticle(url, stored, date.fromisoformat(day) if day else None)


def layouts_held(archive: ArchiveReader, site: Site) -> tuple[str, ...]:
    """Return the layouts of a site and its family that articles of the archive were read by."""
    family = site.rules_of_family
    named = {each.name for each in (*site.layouts, *(family.layouts if family else ()))}
    held = {layout for (layout,) in archive.connection.execute(_LAYOUTS, (site.key,))}
    return tuple(sorted(named & held))


def is_read_well(site: Site, score: PageScore) -> bool:
    """Whether a page is read as it is known, and by a layout of its spec where that has any."""
    own = {each.name for each in site.layouts}
    return is_same(score) and (not own or score.layout in own)


def is_same(score: PageScore) -> bool:
    """Whether a page is read as it is known, whatever read it."""
    return score.body >= WELL and score.fields.get("title", True) and score.fields.get("published", True)


def changed_pages(
    archive: ArchiveReader,
    data: DataFolder,
    site: Site,
    articles: Iterable[KnownArticle],
    limit: int,
    *,
    told: float = UNEDITED,
) -> list[Page]:
    """Return captured pages of known articles that are no longer read as they are known, without asking the site.

    Args:
        archive: Where they are held.
        data: Where their captures are.
        site: Its spec is asked how they read today.
        articles: Those to look at.
        limit: How many pages at most.
        told: Share of its known text that a page must show; an article that was edited teaches less.

    Raises:
        CaptureError: A capture cannot be read back.
    """
    found: list[Page] = []
    for article in islice(articles, _LOOKED_AT):
        if len(found) >= limit:
            break
        capture = _later_capture(archive, data, site.key, article)
        if capture is not None:
            page = score_page_of(site, article, capture, "archive")
            found += [page] if _tells(site, page, told) else []
    return found


def _tells(site: Site, page: Page, told: float) -> bool:
    return page.score.readable and not is_read_well(site, page.score) and share_on_page(page.known) >= told


def _later_capture(archive: ArchiveReader, data: DataFolder, key: str, article: KnownArticle) -> Capture | None:
    """Return the latest capture of an article's page, where it is another page than the one that is known."""
    latest = latest_record(archive, key, article.url)
    shown = archive.find_capture(article.stored.capture)
    if latest is None or shown is None or latest.status != _OK:
        return None
    if latest.captured_at <= shown.captured_at or latest.payload_digest == shown.payload_digest:
        return None
    return read_capture(data.captures, latest, archive.find_capture)


def score_page_of(site: Site, article: KnownArticle, capture: Capture, origin: str) -> Page:
    """Return a page of a known article with how it is read today."""
    known = article.on(capture)
    return Page(known, score_known(site, known), origin)


def pages_before(archive: ArchiveReader, data: DataFolder, articles: Sequence[KnownArticle], count: int) -> list[Known]:
    """Return pages of known articles as they were when they were read well.

    Raises:
        CaptureError: A capture cannot be read back.
    """
    rows = [(each, archive.find_capture(each.stored.capture)) for each in articles[:count]]
    return [each.on(read_capture(data.captures, row, archive.find_capture)) for each, row in rows if row is not None]


def captures_of(archive: ArchiveReader, data: DataFolder, site: Site, urls: Iterable[str]) -> list[Capture]:
    """Return the latest captures of some addresses that were answered with a page.

    Raises:
        CaptureError: A capture cannot be read back.
    """
    rows = (latest_record(archive, site.key, url) for url in urls)
    return [read_capture(data.captures, row, archive.find_capture) for row in rows if row and row.status == _OK]


def listing_urls(data: DataFolder, site: Site, count: int) -> tuple[str, ...]:
    """Return addresses of pages that list articles: home, and others that are as unlike each other as they can be.

    Raises:
        StorageError: The working memory will not open.
    """
    listed = [source.url for source in site.sources if source.kind is LinkKind.LISTING]
    by_form: dict[tuple[str, int], str] = {}
    for url in (site.home, *_known_listings(data, site), *listed):
        by_form.setdefault(_form(url), url)
    return tuple(by_form.values())[:count]


def _known_listings(data: DataFolder, site: Site) -> list[str]:
    state = open_state_to_ask(data.state)
    if state is None:
        return []
    with closing(state):
        return [url for (url,) in state.query(_LISTINGS, (site.key,))]


def _form(url: str) -> tuple[str, int]:
    """Return what tells a category page from the second page of home: where its path begins, and how long it is."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return (parts[0] if parts else "", len(parts))
