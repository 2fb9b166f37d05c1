"""Numbers of things, as a sentence says them."""

from __future__ import annotations


def counted(number: int, what: str, do: str = "") -> str:
    """Return a number of things in words: `1 page`, `2 pages`; `1 reading waits`, `2 readings wait`.

    Args:
        number: How many there are.
        what: One of them, with a plural that only adds an s.
        do: What they do, if anything.
    """
    if number == 1:
        return f"{number} {what} {do}s" if do else f"{number} {what}"
    return f"{number} {what}s {do}".rstrip()
