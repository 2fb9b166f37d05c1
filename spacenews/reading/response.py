"""What a response to a request for an article says of it, by its status first: for a crawl and a rebuild alike."""

from __future__ import annotations

from http import HTTPStatus

from spacenews.model.capture import Capture
from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.reading.article import read_article
from spacenews.specs.site import Site

# What may go better another time; every 5xx is one of them too.
TRANSIENT = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
# What was asked for with conditions never comes here, and nobody asks for a part.
UNASKED = {
    HTTPStatus.NOT_MODIFIED: "answered 304 to what was not held",
    HTTPStatus.PARTIAL_CONTENT: "answered 206, a part, to a request for the whole",
}
OK = range(200, 300)
REDIRECT = range(300, 400)
FAILURE = range(500, 600)


def read_response(site: Site, capture: Capture) -> Reading | Rejection | None:
    """Return what the archive keeps of a response to a request for an article; None where it says nothing of one.

    Raises:
        SpecError: A function in the site's spec failed on this page.
    """
    if says_nothing(capture):
        return None
    if capture.status not in OK:
        return refuse_status(capture)
    reading = read_article(site, capture)
    return None if is_cut(reading) else reading


def says_nothing(capture: Capture) -> bool:
    """Whether a response may be another one the next time, leads elsewhere, or is not whole."""
    status = capture.status
    leads = status in REDIRECT and bool(capture.header("Location"))
    return status in TRANSIENT or status in FAILURE or status in UNASKED or leads or capture.truncated is not None


def refuse_status(capture: Capture) -> Rejection:
    """Return the refusal of what came with a status other than 2xx."""
    return Rejection(RejectionReason.ERROR_STATUS, str(capture.status))


def is_cut(read: object) -> bool:
    """Whether a body that was sent whole turned out to be half of one when its encoding was undone."""
    return isinstance(read, Rejection) and read.reason is RejectionReason.TRUNCATED
