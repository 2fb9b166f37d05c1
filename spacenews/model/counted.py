"""Numbers of things, as a sentence says them."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Return a number of things in words: `1 page`, `2 pages`.

    Args:
        number: How many there are.
        what: One of them, with a plural that only adds an s.
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
