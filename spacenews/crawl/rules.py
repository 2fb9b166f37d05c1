"""What a host's robots.txt says, read from its capture: the one that came just now, or the one that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from protego import Protego

from spacenews.captures import read_capture
from spacenews.frontier import load_host, load_pace
from spacenews.model import clock
from spacenews.model.capture import Capture
from spacenews.model.errors import AddressError, CaptureError
from spacenews.model.rejection import Rejection
from spacenews.model.urls import host_of
from spacenews.reading.inflate import open_chunks
from spacenews.reading.retry_after import read_retry_after

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext

AGENT = "spacenews"  # the product token that groups of rules are looked for under
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
REFRESH = timedelta(hours=24)
ABSENT = "absent: "
_TOO_MANY = 429
_OK, _REDIRECT, _REFUSED = range(200, 300), range(300, 400), range(400, 500)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says.

    Attributes:
        parsed: None: everything is allowed.
        unreachable: Why it could not be had; nothing may be asked then. Empty: it could.
        refused: The host is at an address that must not be asked.
        learnt: On the monotonic clock.
        capture: The capture that it was read from; empty where there is none.
    """

    parsed: Protego | None = None
    unreachable: str = ""
    refused: AddressError | None = None
    learnt: float = 0.0
    capture: str = ""

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests that it asks for; None: it does not say, or nothing that could be kept to."""
        delay = self.parsed.crawl_delay(AGENT) if self.parsed is not None else None
        return float(delay) if delay is not None and delay >= 0 else None


class UnreachableError(Exception):
    """The server answered, and the answer means: ask again later.

    Attributes:
        retry_after: Seconds that it asks to wait; None: it does not say.
    """

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


def read_rules(capture: Capture, learnt: float) -> tuple[Rules, str]:
    """Return what an answer to robots.txt means, and the same in a few words.

    Args:
        capture: The answer; of a redirect, the last.
        learnt: Now, on the monotonic clock.

    Raises:
        UnreachableError: It means that nothing may be asked.
    """
    status = capture.status
    if status == _TOO_MANY or not (status in _OK or status in _REFUSED or status in _REDIRECT):
        raise UnreachableError(f"answered {status}", read_retry_after(capture))
    if status not in _OK:
        return Rules(learnt=learnt, capture=capture.record_uuid), f"{ABSENT}{status}"
    text = _beginning(capture).decode("utf-8-sig", errors="ignore")
    return Rules(parsed=Protego.parse(text), learnt=learnt, capture=capture.record_uuid), f"rules: {status}"


def _beginning(capture: Capture) -> bytes:
    """Return as much of a robots.txt as RFC 9309 wants to be read, however long it is."""
    chunks = open_chunks(capture)
    if isinstance(chunks, Rejection):
        raise UnreachableError(str(chunks))
    read = b""
    for chunk in chunks:
        read += chunk
        if len(read) >= MAX_BYTES:
            return read[:MAX_BYTES]
    if chunks.trouble is not None:
        raise UnreachableError(str(chunks.trouble))
    return read


def find_kept(context: RunContext, url: str) -> Rules | None:
    """Return what an earlier run of the last day learned of a robots.txt, or None where it must be asked.

    Args:
        context: The run.
        url: The address of the robots.txt.
    """
    host, pace = load_host(context.state, host_of(url)), load_pace(context.state, host_of(url))
    if host.robots_at is None or pace.robots_url != url:
        return None
    age = clock.now() - host.robots_at
    if not timedelta() <= age < REFRESH:
        return None
    learnt = clock.monotonic() - age.total_seconds()
    if str(host.robots).startswith(ABSENT):
        return Rules(learnt=learnt)
    record = context.archive.find_capture(pace.robots_capture) if pace.robots_capture else None
    if record is None:
        return None
    try:
        capture = read_capture(context.order.data.captures, record, context.archive.find_capture)
        return read_rules(capture, learnt)[0]
    except (CaptureError, UnreachableError):  # it is asked anew, as if it had never been had
        return None
