"""Sites that answer in this process: the embedded one in any markup, or a handful of pages; robots is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urljoin, urlsplit

from spacenews.demo.faults import parse_faults
from spacenews.demo.site import DemoSite
from spacenews.demo.world import World
from spacenews.model import Capture
from spacenews.model.urls import canonical_url
from spacenews.operate.look import Look

HOME = "http://127.0.0.1:8080/"
AT = datetime(2025, 5, 1, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
_MOST_HOPS = 5


class ServedPages:
    """What a few addresses answer, as a wire that a look asks.

    Args:
        pages: Status, headers and body by canonical URL; what is not there answers 404.
        silent: Addresses that give no answer, each with what became of the request.
    """

    def __init__(
        self,
        pages: Mapping[str, tuple[int, tuple[tuple[str, str], ...], bytes]],
        silent: Mapping[str, str] | None = None,
    ) -> None:
        self._pages = pages
        self._silent = silent or {}
        self.captures: dict[str, Capture] = {}

    def fetch(self, urls: tuple[str, ...]) -> None:
        """Answer."""
        for url in urls:
            if url not in self._silent:
                self._fetch(url)
            self._fetch(urljoin(url, "/robots.txt"))

    def capture(self, url: str) -> Capture | None:
        """Return the answer, behind redirects."""
        for _ in range(_MOST_HOPS):
            found = self.captures.get(url)
            target = canonical_url(found.header("Location") or "", url) if found and found.status // 100 == 3 else None
            if target is None or target not in self.captures:
                return found
            url = target
        return None

    def fate(self, url: str) -> str:
        """Return what became of a silent address."""
        return self._silent.get(url, "was not asked")

    def spent(self) -> int:
        """Return how many answers were given."""
        return len(self.captures)

    def answer(self, url: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """Return status, headers and body of an address."""
        return self._pages.get(url, (404, HTML, b"<h1>Not Found</h1>"))

    def _fetch(self, url: str) -> None:
        for _ in range(_MOST_HOPS):
            if url in self.captures:
                return
            status, headers, body = self.answer(url)
            self.captures[url] = Capture(f"u{len(self.captures)}", "look", url, AT, status, headers, body)
            target = canonical_url(dict(headers).get("Location", ""), url) if status // 100 == 3 else None
            if target is None or urlsplit(target).netloc != urlsplit(url).netloc:
                return
            url = target


class ServedDemo(ServedPages):
    """The embedded site."""

    def __init__(self, markup: str, *faults: str, articles: int = 300) -> None:
        super().__init__({})
        self._site = DemoSite(World(1, articles), markup, HOME.rstrip("/"), parse_faults(faults))

    def answer(self, url: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        parts = urlsplit(url)
        given = self._site.answer(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), {})
        return given.status, given.headers, given.body


def look_at(wire: ServedPages, limit: int = 30) -> tuple[Look, list[str]]:
    """Return a look at a site, and the lines of progress that it tells."""
    told: list[str] = []
    return Look(wire, limit, told.append), told
