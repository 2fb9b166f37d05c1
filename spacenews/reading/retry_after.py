"""How long a server asks to be left alone."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from spacenews.model.capture import Capture

_DIGITS = 10  # more would be longer than any clock goes


def read_retry_after(capture: Capture) -> float | None:
    """Return the seconds that a server asks to wait, whichever form it says so in; None where it does not."""
    value = capture.header("Retry-After")
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:_DIGITS])
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    # Measured from the server's own Date where it states one, so that neither clock need be right.
    stated = capture.header("Date")
    try:
        begin = parsedate_to_datetime(stated) if stated else capture.captured_at
        return max(0.0, (instant - begin).total_seconds())
    except (ValueError, TypeError):  # one of them without a zone
        return None
