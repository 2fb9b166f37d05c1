"""Why a capture gives no article: a value, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RejectionReason(StrEnum):
    """The closed list of reasons; the text is what a frontier row shows."""

    CHALLENGE = "challenge"  # a bot check, consent wall or login page stands where the article should be
    EMPTY = "empty"  # the page has no text that could be an article's
    ERROR_STATUS = "error_status"  # status 4xx or 5xx: the detail holds it
    NOT_ARTICLE = "not_article"  # a page of another kind: listing, author, attachment, category
    NOT_HTML = "not_html"  # a picture, a PDF, JSON where a page was expected
    NOT_LISTED = "not_listed"  # a listing that lists nothing, or is not in the form its source has
    PART = "part"  # a further page of an article: its text is in that; the detail names the first page
    PROTECTED = "protected"  # the site shows it only to those who have a password
    SOFT_404 = "soft_404"  # an error page sent with status 200
    TOO_DEEP = "too_deep"  # nested deeper than the parser goes: reading it would silently lose the rest
    TOO_LARGE = "too_large"  # above the limit of what is parsed
    TRUNCATED = "truncated"  # the body was cut on the way
    UNDECODABLE = "undecodable"  # its bytes are not in the content encoding or charset that it claims


@dataclass(frozen=True, slots=True)
class Rejection:
    """A typed refusal; `detail` is one line for a person, with what was seen."""

    reason: RejectionReason
    detail: str = ""

    def __str__(self) -> str:
        """Return `reason: detail`, as frontier rows keep it."""
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
