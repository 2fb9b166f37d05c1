"""What the site answers to one request, before a server sends it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

HTML = "text/html; charset=UTF-8"


@dataclass(slots=True)
class Answer:
    """A status, headers and a whole body.

    Attributes:
        headers: Without those that the server adds (`Date`, `Content-Length`, `Content-Encoding`).
        kept: Whether the answer is held in a cache, so that its gzipped form is worth keeping too.
    """

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    kept: bool = True
    _gzipped: bytes = field(default=b"", init=False, repr=False)

    def gzipped(self) -> bytes:
        """Return the body as gzip, the same bytes each time."""
        if not self.kept:
            return gzip.compress(self.body, 1, mtime=0)
        if not self._gzipped:
            self._gzipped = gzip.compress(self.body, 6, mtime=0)
        return self._gzipped


def redirect(location: str, status: int = 301) -> Answer:
    """Return a redirect as WordPress sends it: no body."""
    return Answer(status, b"", (("Content-Type", HTML), ("X-Redirect-By", "WordPress"), ("Location", location)))
