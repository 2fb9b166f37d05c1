"""What goes wrong with a request, and the fate that its row gets from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from spacenews.crawl.item import Outcome
from spacenews.model.errors import AddressError, CaptureError, SpacenewsError, StorageError
from spacenews.model.fate import Fate

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from spacenews.frontier import FrontierRow

_TRANSIENT = (
    (DownloadTimeoutError, "timed out"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (CannotResolveHostError, "the host's name could not be resolved"),
    (ResponseDataLossError, "the body was cut off"),
    (DownloadFailedError, "the connection failed"),
    (OSError, "the connection failed"),
)
_DETAIL = 200
OUR_FAULT = "our fault"
"""How the reason of a row begins that a mistake of the program or of a spec's rule made fail."""


class ForbiddenError(IgnoreRequest):
    """robots.txt forbids the address."""


class NotAskedError(IgnoreRequest):
    """The run is ending, or the site asks to wait: the request did not go out, and its row is given back."""


class UnforeseenError(SpacenewsError):
    """A request failed in a way that nobody thought of; please report it."""


def read_failure(row: FrontierRow, error: BaseException) -> Outcome:
    """Return what becomes of a row whose request had no response.

    Raises:
        StorageError: A middleware met it; FencedError as what it is.
        UnforeseenError: Our fault.
    """
    if isinstance(error, ForbiddenError):
        return Outcome(row, fate=Fate.BLOCKED, reason="robots.txt forbids it")
    if isinstance(error, (AddressError, UnsupportedURLSchemeError)):
        return Outcome(row, fate=Fate.EXCLUDED, reason=str(error))
    if isinstance(error, DownloadCancelledError):
        return Outcome(row, fate=Fate.REJECTED, reason=f"too_large: {one_line(error)}")
    if isinstance(error, (IgnoreRequest, CaptureError)):
        return Outcome(row, asked=False)
    if isinstance(error, StorageError):
        raise type(error)(str(error)) from error  # another object: Scrapy does not tell of the one it knows
    for kind, words in _TRANSIENT:
        if isinstance(error, kind):
            return Outcome(row, transient=True, reason=f"{words} ({one_line(error)})" if str(error) else words)
    raise UnforeseenError(f"{row.url}: {type(error).__name__}: {one_line(error)}") from error


def cause_of(failure: Failure) -> BaseException:
    """Return the exception that a failure holds."""
    return failure.value or RuntimeError("a failure without its exception")


def one_line(error: BaseException) -> str:
    """Return an error's text, short and without line breaks."""
    return " ".join(str(error).split())[:_DETAIL]
