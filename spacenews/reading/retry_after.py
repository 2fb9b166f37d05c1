"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from spacenews.model.capture import Capture

_DIGITS = 10  # more would be longer than any clock goes


def read_retry_after(capture: Capture) -> float | None:
    """Return the seconds that a server asks to wait, whichever form it says so in; None where it does not."""
    return parse_retry_after(capture.header("Retry-After"), capture.header("Date"), capture.captured_at)


def parse_retry_after(value: str | None, stated: str | None, at: datetime) -> float | None:
    """Return the seconds that a server asks to wait; None where it asks for none.

    Args:
        value: Of its Retry-After.
        stated: Of its Date.
        at: When it answered.
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:_DIGITS])
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    # Measured from the server's own Date where it states one, so that neither clock need be right.
    try:
        begin = parsedate_to_datetime(stated) if stated else at
        return max(0.0, (instant - begin).total_seconds())
    except (ValueError, TypeError):  # one of them without a zone
        return None
