"""The text of a scrap of HTML inside a feed or REST answer, for titles and excerpts alone."""

from __future__ import annotations

import html
import re

MAX_TITLE = 500
MAX_EXCERPT = 1000
_LONGEST = 20_000  # what is looked at of a description: some feeds put the whole article there
# What is not closed reaches to the end, as in a browser: it is looked through once, not from each of its beginnings.
_UNSEEN = re.compile(r"<(script|style)\b[^>]*+(?:>.*?(?:</\1\s*+>|\Z)|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_SPACE = re.compile(r"\s+")


def text_of(markup: object, limit: int) -> str | None:
    """Return the visible text of a scrap of HTML on one line, at most `limit` characters; None where there is none."""
    if not isinstance(markup, str):
        return None
    bare = _TAG.sub(" ", _UNSEEN.sub(" ", markup[:_LONGEST]))
    return one_line(html.unescape(bare), limit)


def one_line(text: str | None, limit: int) -> str | None:
    """Return a text with its white space folded, at most `limit` characters; None where nothing is left.

    A no-break space is white space here; curly quotes and dashes stay as they are.
    """
    folded = _SPACE.sub(" ", text or "").strip()
    if len(folded) > limit:
        folded = folded[: limit - 1].rstrip() + "…"
    return folded or None
