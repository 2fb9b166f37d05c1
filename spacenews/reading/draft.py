"""A listing while it is being read: each URL once, every refusal remembered, nothing without bound."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from spacenews.model.link import Link, LinkKind, Listing
from spacenews.reading.addresses import names_a_page, remote_id_of, resolve_link, why_no_article
from spacenews.specs import Site

MAX_REFUSED = 200
_SHOWN = 300  # characters of an address that is refused
_FACTS = tuple(each.name for each in fields(Link) if each.name not in {"url", "kind", "relation"})


@dataclass(slots=True)
class ListingDraft:
    """Collects what one page lists.

    Attributes:
        site: Says which addresses may be followed.
        url: Canonical URL of the page itself: it never lists itself.
    """

    site: Site
    url: str
    links: dict[str, Link] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)
    _more_refused: int = 0

    def add_article(self, href: str, base: str, facts: Link) -> str | None:
        """Add an article's address with the facts of `facts` (its url is left aside), or remember why not.

        Returns the canonical URL where it was added or known, else None.
        """
        url = resolve_link(href, base)
        if url is None:
            if names_a_page(href):
                self.refuse(href, "not an address")
            return None
        if reason := why_no_article(self.site, url):
            self.refuse(url, reason)
            return None
        self._put(replace(facts, url=url, remote_id=facts.remote_id or remote_id_of(url)))
        return url

    def add_page(self, href: str, base: str, facts: Link) -> None:
        """Add a page that lists (`facts` says its kind and relation), or remember why not."""
        url = resolve_link(href, base)
        if url is None:
            self.refuse(href, "not an address")
        elif not self.site.allows(url):
            self.refuse(url, "another host")
        elif url == self.url:
            self.refuse(url, "it lists itself")
        else:
            self._put(replace(facts, url=url))

    def refuse(self, url: str, reason: str) -> None:
        """Remember an address that may not be followed."""
        if len(self._refused) < MAX_REFUSED:
            self._refused.setdefault(url[:_SHOWN], reason)
        elif url[:_SHOWN] not in self._refused:
            self._more_refused += 1

    def count(self, kind: LinkKind = LinkKind.ARTICLE) -> int:
        """Return how many links of a kind there are."""
        return sum(link.kind is kind for link in self.links.values())

    def finish(self, next_page: Link | None = None, total: int | None = None, notes: tuple[str, ...] = ()) -> Listing:
        """Return the listing; `notes` say what was wrong with the page itself, and stand first among the refusals."""
        refused = [(self.url, note) for note in notes]
        refused += self._refused.items()
        if self._more_refused:
            refused.append((self.url, f"{self._more_refused} more addresses were refused"))
        return Listing(tuple(self.links.values()), next_page, total, tuple(refused))

    def _put(self, link: Link) -> None:
        known = self.links.get(link.url)
        if known is None:
            self.links[link.url] = link
            return
        missing = {name: getattr(link, name) for name in _FACTS if getattr(known, name) is None}
        self.links[link.url] = replace(known, **missing)
