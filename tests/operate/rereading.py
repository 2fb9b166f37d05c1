"""A data folder with real captures of pages in our own words, read by a spec that a test may change."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from spacenews.archive import open_archive
from spacenews.archive.units import Chosen
from spacenews.captures import CaptureWriter, read_capture
from spacenews.exports import export_due
from spacenews.model import Article, CaptureRecord, Exchange, Rejection
from spacenews.model.folder import DataFolder
from spacenews.operate.reread import look
from spacenews.operate.reread_apply import Applied, apply_reading, undo_last
from spacenews.operate.reread_difference import Difference
from spacenews.operate.reread_reading import Order, UnitRead
from spacenews.reading import normalize_reading, reader_of
from spacenews.reading.response import read_response
from spacenews.specs import Layout, Site, Source

KEY = "orbitdaily"
HOME = "https://orbitdaily.example/"
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
STORY = " ".join(f"Sentence number {number} tells what happened at the station that day." for number in range(12))
MORE = " ".join(f"Afterwards engineer {number} explained how the docking port was built." for number in range(12))


def page(title: str = "Cargo ship docks", *paragraphs: str, mark: str = "entry", day: str = "April 26, 2021") -> str:
    """Return an article page; `mark` is the class of its body."""
    body = "".join(f"<p>{each}</p>" for each in paragraphs or (STORY, MORE))
    head = f"<head><title>{title} - Orbit Daily</title></head>"
    shown = f'<h1>{title}</h1><p>{day}</p><div class="{mark}">{body}</div>'
    return f'<html lang="en">{head}<body class="post">{shown}</body></html>'


def spec(*layouts: Layout, **more: Any) -> Site:
    given: dict[str, Any] = {
        "key": KEY,
        "name": "Orbit Daily",
        "home": HOME,
        "timezone": "UTC",
        "sources": (Source(kind="listing", url=HOME),),
        "layouts": layouts or (GOOD,),
    }
    return Site(**given | more)


ALL = Chosen()
GOOD = Layout(name="classic", marker=".entry", body=".entry")
FIRST_ALONE = Layout(name="classic", marker=".entry", body=".entry", drop=("p:nth-of-type(2)",))


@dataclass
class Folder:
    """One archive on disk, with its captures."""

    path: Path
    records: list[CaptureRecord] = field(default_factory=list)

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.path)

    def visit(self, site: Site, path: str, html: str, *, day: float = 0, status: int = 200) -> str:
        """Capture a page on a day, and store what it reads as; return what became of it."""
        self.path.mkdir(exist_ok=True)
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode()
        exchange = Exchange(
            KEY, HOME + path, START + timedelta(days=day), b"GET / HTTP/1.1\r\n\r\n", head, html.encode()
        )
        with open_archive(self.data.archive) as archive:
            find = partial(archive.find_payload, KEY)
            with closing(CaptureWriter(self.data.captures, KEY, find_payload=find)) as writer:
                capture, record = writer.write(exchange)
            self.records.append(record)
            read = read_response(site, capture)
            assert read is not None
            outcome: Any = (
                (record.record_uuid, read) if isinstance(read, Rejection) else normalize_reading(site, capture, read)
            )
            kind = archive.save([record], outcome, reader=reader_of(site), reread=partial(self._again, site)).kind
            export_due(archive, self.data.articles)
        return kind

    def look(self, site: Site, chosen: Chosen = ALL, **order: Any) -> list[UnitRead]:
        reads: list[UnitRead] = []
        look(Order(self.data, site, **order), chosen, note=reads.append, progress=lambda _done, _of: None)
        return reads

    def differences(self, site: Site, chosen: Chosen = ALL) -> list[Difference]:
        return [each for read in self.look(site, chosen) for each in read.differences]

    def apply(self, site: Site, chosen: Chosen = ALL, *, even_losses: bool = False) -> Applied:
        return apply_reading(
            Order(self.data, site),
            chosen,
            even_losses=even_losses,
            note=lambda _read: None,
            progress=lambda _done, _of: None,
        )

    def undo(self) -> Any:
        return undo_last(self.data, KEY, lambda _done, _of: None)[1]

    def afresh(self, site: Site, path: Path) -> Folder:
        """Return a folder into which the same captures were stored by this spec from the beginning."""
        other = Folder(path, self.records)
        path.mkdir()
        with open_archive(other.data.archive) as archive:
            for record in sorted(self.records, key=lambda each: each.captured_at):
                archive.save([record])
                read = self._again(site, record)
                outcome = (record.record_uuid, read) if isinstance(read, Rejection) else read
                archive.save([], outcome, reader=reader_of(site), reread=partial(self._again, site))
            export_due(archive, other.data.articles)
        return other

    def query(self, statement: str) -> list[Any]:
        with open_archive(self.data.archive) as archive:
            return archive.connection.execute(statement).fetchall()

    def exported(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.data.articles.rglob("*.jsonl"))}

    def rows(self) -> dict[str, Sequence[Any]]:
        with open_archive(self.data.archive) as archive:
            return rows_of(archive.connection)

    def _again(self, site: Site, record: CaptureRecord) -> Article | Rejection:
        with open_archive(self.data.archive) as archive:
            capture = read_capture(self.data.captures, record, archive.find_capture)
        read = read_response(site, capture)
        assert read is not None
        return read if isinstance(read, Rejection) else normalize_reading(site, capture, read)


def rows_of(db: sqlite3.Connection) -> dict[str, Sequence[Any]]:
    """Return every row of every table, but for how a batch is undone and where texts stand in the index."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    left_out = ("article_search", "reread_", "sqlite_", "_sqlite", "export_due")
    return {name: _rows(db, name) for name in names if not name.startswith(left_out)}


def _rows(db: sqlite3.Connection, name: str) -> Sequence[Any]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[1] != "search_row"]
    quoted = ", ".join(f'"{column}"' for column in columns)
    return sorted(db.execute(f"SELECT {quoted} FROM {name}").fetchall(), key=repr)
