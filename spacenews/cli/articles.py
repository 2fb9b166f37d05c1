"""Stored articles as plain values, and as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from spacenews.cli.screen import block, console, one_line
from spacenews.model.counted import counted
from spacenews.model.folder import DataFolder

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader, StoredArticle
    from spacenews.model.fate import Fate

ARTICLE_COLUMNS = ("published_on", "site", "uid", "title", "url")
_MAX_WIDTH = 100  # of a line of running text


def find_records(data: DataFolder, addresses: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give the records of the articles at these addresses, each once; none for an address that is no article's."""
    from spacenews.archive import open_archive_to_read

    if not data.archive.exists():
        return
    told: set[str] = set()
    with open_archive_to_read(data.archive) as archive:
        for url in addresses:
            article = archive.find_article(url)
            if article is not None and article.uid not in told:
                told.add(article.uid)
                yield article.record


@dataclass(frozen=True, slots=True)
class Found:
    """What became of an address, and why where that is not plain."""

    fate: Fate
    reason: str

    def __str__(self) -> str:
        """Return both as people read them."""
        return f"{self.fate}: {self.reason}" if self.reason else str(self.fate)


def find_fates(data: DataFolder, site: str, addresses: Iterable[str]) -> dict[str, Found | None]:
    """Return what became of addresses, in their order; None for one that nobody ever learned of.

    Raises:
        StorageError: state.db cannot be read.
    """
    from spacenews.frontier import SqliteFrontier, open_state

    if not data.state.exists():
        return dict.fromkeys(addresses)
    with closing(open_state(data.state)) as state:
        frontier = SqliteFrontier(state, site, "")
        fates = {url: frontier.find_fate(url) for url in addresses}
    return {url: Found(*fate) if fate else None for url, fate in fates.items()}


def article_record(archive: ArchiveReader, article: StoredArticle) -> dict[str, Any]:
    """Return all that is stored of an article as plain values, and where its capture lies."""
    capture = archive.find_capture(article.capture)
    place = None
    if capture is not None:
        place = {
            "record_uuid": capture.record_uuid,
            "url": capture.url,
            "captured_at": capture.captured_at.isoformat().replace("+00:00", "Z"),
            "status": capture.status,
            "location": capture.location,
            "offset": capture.offset,
            "length": capture.length,
        }
    links = [{"url": url, "kind": kind, "text": text} for url, kind, text in article.links]
    return article.record | {
        "last_seen_at": article.last_seen_at,
        "original_url": article.original_url,
        "aliases": list(article.aliases),
        "links": links,
        "page_list": page_records(article.pages),
        "capture": place,
        "waiting": [asdict(each) for each in archive.doubts(article.uid)],
    }


def page_records(pages: Iterable[tuple[int, str, str]]) -> list[dict[str, Any]]:
    """Return the pages of an article that is printed on several as plain values."""
    return [{"number": number, "url": url, "state": state} for number, url, state in pages]


def page_line(page: Mapping[str, Any]) -> str:
    """Return one page of an article as people read it."""
    states = {
        "held": "its text is in the article",
        "missing": "missing: it was never captured, and its text is not in the article",
        "gone": "gone: its text is in the article as it was captured last",
    }
    return one_line(f"page {page['number']} {page['url']}: {states[page['state']]}")


def draw_article(record: dict[str, Any], data: DataFolder, *, paragraphs: int | None = None) -> None:
    """Write an article for people: head, body, and where its capture lies.

    Args:
        record: As `article_record` gives it.
        data: Where the archive lies.
        paragraphs: Stop after so many; None: all.
    """
    from rich.text import Text

    out = console()
    out.print(Text(one_line(record["title"]), style="bold"))
    head = [record["published_at"] or record["published_on"] or "undated"]
    head += [", ".join(map(one_line, record["categories"]))] if record["categories"] else []
    head += [f"by {', '.join(map(one_line, record['authors']))}"] if record["authors"] else []
    out.print(Text(" · ".join([*head, f"{record['word_count']} words"]), style="cyan"))
    out.print(Text(one_line(record["url"]), style="dim"), soft_wrap=True)
    draw_paragraphs(record["body"], paragraphs)
    for line in _foot(record, data):
        out.print(Text(line, style="dim"), soft_wrap=True)


def draw_paragraphs(body: str, paragraphs: int | None = None) -> None:
    """Write running text for people, all of it or its first paragraphs."""
    from rich.text import Text

    out = console()
    parts = block(body).split("\n\n")
    for part in parts[:paragraphs]:
        out.print()
        out.print(Text(part), width=min(out.width, _MAX_WIDTH))
    left = len(parts) - len(parts[:paragraphs])
    if left:
        out.print(Text(f"\n[{counted(left, 'more paragraph')}]", style="dim"))
    out.print()


def _foot(record: dict[str, Any], data: DataFolder) -> Iterable[str]:
    edits = counted(record["revisions"], "revision")
    yield f"{record['uid']} · {record['site']} · {record['state']} · {edits} · layout {one_line(record['layout'])}"
    yield f"first seen {record['first_seen_at']}, last seen {record['last_seen_at']}"
    if record["vanished_at"]:
        yield f"vanished: {one_line(record['vanished_reason'])}, first missed {record['vanished_at']}"
    for each in record["waiting"]:
        yield f"in quarantine since {each['since']}: {one_line(each['reason'])} (capture {each['capture']})"
    if record["original_url"]:
        yield f"the same text as {one_line(record['original_url'])}"
    for alias in record["aliases"]:
        yield f"also at {one_line(alias)}"
    yield from map(page_line, record["page_list"])
    place = record["capture"]
    if place:
        yield f"capture: {data.captures / place['location']}, {place['length']} bytes from byte {place['offset']}"
