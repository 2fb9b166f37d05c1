"""Text of a page for libraries that take no bytes; standard library only, since every peer's environment has it."""

from __future__ import annotations

import re

_STATED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_HEAD = 4096


def text_of(html: bytes) -> str:
    """Return a page as text: as UTF-8 where it is that, else as it states, else as Windows-1252."""
    stated = _STATED.search(html[:_HEAD])
    for charset in ("utf-8-sig", stated[1].decode("ascii") if stated else "cp1252"):
        try:
            return html.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return html.decode("cp1252", "replace")
