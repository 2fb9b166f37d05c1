"""What the live archive would lose if a rebuilt one took its place, told before that is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacenews.archive.rebuild_compare import TableComparison
from spacenews.archive.rebuild_lost import LostText, lost_texts, missing_articles, missing_lines
from spacenews.model.folder import DataFolder

_SOME = 3  # articles or files that a message names


def find_loss(live: DataFolder, made: DataFolder, tables: Sequence[TableComparison]) -> tuple[str, ...]:
    """Return what would be lost, a line each, with what brings it back; empty where nothing would.

    Args:
        live: The archive that would be replaced, whichever sites it has.
        made: What would take its place.
        tables: How they compare; empty where the live database is missing or cannot be read.

    Raises:
        ArchiveError: A database cannot be read.
    """
    if not tables:
        return tuple(_lines_alone(live, missing_lines(live.articles, made.archive)))
    lost = lost_texts(live.archive, made.archive)
    explained = {each.url for each in lost}
    others = [url for url in missing_articles(live.archive, made.archive) if url not in explained]
    return (*_undecided(live, tables), *_lost(live, lost), *_read_as_none(others))


def _lines_alone(live: DataFolder, urls: Sequence[str]) -> Iterator[str]:
    if urls:
        yield (
            f"{_count(urls)} of {live.articles} are not in the rebuilt archive, {_some(urls)}: put the captures that "
            "they were read from back from a backup"
        )


def _undecided(live: DataFolder, tables: Iterable[TableComparison]) -> Iterator[str]:
    missing = next(table.only_first for table in tables if table.table == "decisions")
    if missing:
        yield (
            f"{live.decisions} lacks {missing} decisions that the live archive knows: whatever writes to the archive, "
            "such as a crawl, writes them back; rebuild then"
        )


def _lost(live: DataFolder, lost: Sequence[LostText]) -> Iterator[str]:
    if not lost:
        return
    urls = list(dict.fromkeys(each.url for each in lost))
    gone = {each.url for each in lost if each.is_all}
    shown = {each.url for each in lost if each.is_current} - gone
    kinds = {"altogether": gone, "of the text that is shown": shown, "of an earlier revision": set(urls) - gone - shown}
    parts = ", ".join(f"{len(some)} {what}" for what, some in kinds.items() if some)
    own = "its" if len(urls) == 1 else "their"
    yield f"{_count(urls)} would be lost with {own} captures ({parts}), {_some(urls)}: {_back(live, lost)}"


def _back(live: DataFolder, lost: Sequence[LostText]) -> str:
    """Say what brings captures back: a crawl asks again for what a cut file lost, not for what was moved away."""
    there = {each.location for each in lost if (live.captures / each.location).exists()}
    sites = sorted({each.site for each in lost if each.location in there and each.is_current})
    ways = [f"`spacenews crawl {site}` asks for their pages again" for site in sites[:_SOME]]
    if away := sorted({each.location for each in lost} - there):
        ways.append(f"put {', '.join(away[:_SOME])} back into {live.captures}")
    if any(not each.is_current for each in lost if each.location in there):
        ways.append("what no page shows any more is in a backup of the captures alone")
    return f"{'; '.join(ways)}; rebuild after that"


def _read_as_none(urls: Sequence[str]) -> Iterator[str]:
    if urls:
        yield (
            f"{_count(urls)} of the live archive are not in the rebuilt one, {_some(urls)}, though their captures are "
            "held: `spacenews reread KEY` shows what today's rules and spec make of them"
        )


def _count(urls: Sequence[str]) -> str:
    return f"{len(urls)} {'article' if len(urls) == 1 else 'articles'}"


def _some(urls: Sequence[str]) -> str:
    return f"such as {', '.join(urls[:_SOME])}"
