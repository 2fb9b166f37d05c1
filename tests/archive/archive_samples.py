"""Captures and articles in our own words, made for the tests of the archive and its exports."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from spacenews.model import Article, CaptureRecord, StatedDate
from spacenews.model.ids import payload_digest

SITE = "orbitdaily"
ROOT = "https://orbitdaily.example/"
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
READER = "1"
LONG_BODY = "The crew of the station docked a cargo ship.\n\n" + " ".join(f"word{number}" for number in range(60))


def capture(path: str, minutes: float = 0, *, redirect_to: str | None = None, **more: Any) -> CaptureRecord:
    """Return the row of a capture of a page, so many minutes after the start."""
    at = START + timedelta(minutes=minutes)
    record = CaptureRecord(
        record_uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path} {minutes}")),
        site=SITE,
        url=ROOT + path,
        captured_at=at,
        status=301 if redirect_to is not None else 200,
        mime="text/html",
        payload_digest=payload_digest(f"{path} {minutes}".encode()),
        kind="response",
        location=f"{SITE}/{SITE}-1.warc.gz",
        offset=int(minutes * 1000),
        length=900,
        redirect_to=None if redirect_to is None else ROOT + redirect_to,
    )
    return replace(record, **more)


def article(record: CaptureRecord, *, title: str = "Cargo ship docks", body: str = LONG_BODY, **more: Any) -> Article:
    """Return an article read on a capture; its digest is that of title and body unless another is given."""
    digest = "sha256:" + hashlib.sha256(f"{title}\n{more.get('byline')}\n{body}".encode("utf-8", "replace")).hexdigest()
    values: dict[str, Any] = {
        "site": record.site,
        "url": record.url,
        "capture": record.record_uuid,
        "captured_at": record.captured_at,
        "title": title,
        "title_source": "h1",
        "byline": ("Ann Author",),
        "published": StatedDate(date(2021, 4, 26), None, "day", "visible", "April 26, 2021"),
        "modified": None,
        "categories": (("russia", "Russia"),),
        "tags": (),
        "body": body,
        "word_count": len(body.split()),
        "teaser": None,
        "language": "en",
        "layout": "classic",
        "reader": READER,
        "content_digest": digest,
    }
    return Article(**(values | more))


def on(day: str) -> StatedDate:
    """Return a stated day."""
    return StatedDate(date.fromisoformat(day), None, "day", "visible", day)
