"""One crawl of one site: its record, its outcome and the exit code that scripts can trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class ExitCode(IntEnum):
    """What the program returns to the shell."""

    OK = 0
    OUR_FAULT = 1  # a bug, a full disk, a database that will not open
    USAGE = 2
    URLS_FAILED = 3  # some URLs failed for good
    SITE_UNWELL = 4  # blocked, drifted, down, or nothing found
    HELD = 5  # another run holds this site
    STOPPED = 130  # by the user


# With several sites the first of these that occurs is returned; being stopped by hand outranks them all.
_GRAVITY = (
    ExitCode.STOPPED,
    ExitCode.OUR_FAULT,
    ExitCode.USAGE,
    ExitCode.SITE_UNWELL,
    ExitCode.URLS_FAILED,
    ExitCode.HELD,
    ExitCode.OK,
)


def gravest(codes: Iterable[int]) -> ExitCode:
    """Return the gravest of several exit codes; OK for none, OUR_FAULT for a code that is none of ours."""
    known = set(ExitCode)
    seen = {ExitCode(code) if code in known else ExitCode.OUR_FAULT for code in codes}
    return next((code for code in _GRAVITY if code in seen), ExitCode.OK)


@dataclass(frozen=True, slots=True)
class Run:
    """The record that every run leaves, however it ended.

    Attributes:
        id: `<site>-<started_at as YYYYmmddTHHMMSSffffffZ>`.
        mode: `crawl`, `full`, `fetch` or `backfill`.
        finished_at: None while it runs, and for ever where the process was killed.
        outcome: One line for a person: why it ended as it did.
        counts: `requests`, `responses`, `bytes`, `new`, `revised`, `unchanged`, `duplicates`, `rejected`, `failed`,
            `blocked`, `pending`, `status.<number>` of the answers, `rejected.<reason>`, `resumed` (captures of an
            earlier run that were read), `fetch_ms`, `store_ms`, `export_ms`, `longest_lock_wait_ms`, and whatever
            else was counted.
        settings: The settings that mattered: delay, concurrency, limit, User-Agent, versions.
    """

    id: str
    site: str
    mode: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    exit_code: int | None
    counts: Mapping[str, int]
    settings: Mapping[str, str]
