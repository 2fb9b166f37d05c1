"""What the sources of a site answered, read from their captures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacenews.captures import read_capture
from spacenews.frontier import SqliteFrontier, State
from spacenews.model.folder import DataFolder
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection
from spacenews.operate.lookup import latest_record
from spacenews.reading import read_links

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.specs import Site, Source

_OK = 200


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one source answered.

    Attributes:
        status: HTTP status after redirects; None where nothing answered.
        articles: Articles that its first page lists, in the order printed.
        parts: Pages of other kinds that it lists, such as the parts of a sitemap index.
        next_page: Address of its second page, or None.
        total: The site's own count of articles, or None.
        note: Why it lists nothing; empty where it does.
    """

    source: Source
    status: int | None
    articles: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    next_page: str | None = None
    total: int | None = None
    note: str = ""


def read_sources(site: Site, archive: ArchiveReader, state: State, data: DataFolder) -> Sequence[SourceAnswer]:
    """Return what each source of a site answered when it was last asked, in the order of the spec.

    Raises:
        CaptureError: A capture cannot be read back.
    """
    frontier = SqliteFrontier(state, site.key, "")
    return [_answer(site, source, archive, frontier, data) for source in site.sources]


def _answer(
    site: Site, source: Source, archive: ArchiveReader, frontier: SqliteFrontier, data: DataFolder
) -> SourceAnswer:
    record = latest_record(archive, site.key, source.url)
    if record is None:
        fate = frontier.find_fate(source.url)
        return SourceAnswer(source, None, note=f"{fate[0]}: {fate[1]}" if fate else "was not asked")
    if record.status != _OK:
        return SourceAnswer(source, record.status, note=f"answered {record.status}")
    listing = read_links(site, source, read_capture(data.captures, record, archive.find_capture))
    if isinstance(listing, Rejection):
        return SourceAnswer(source, record.status, note=str(listing))
    articles = tuple(link.url for link in listing.links if link.kind is LinkKind.ARTICLE)
    parts = tuple(link.url for link in listing.links if link.kind is not LinkKind.ARTICLE)
    return SourceAnswer(
        source,
        record.status,
        articles,
        parts,
        listing.next_page.url if listing.next_page else None,
        listing.total,
        "" if articles or parts else "lists nothing",
    )
