"""Something that lists article URLs: a category page, a feed, a sitemap, a REST collection."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.model.errors import SpecError
from spacenews.model.link import LinkKind
from spacenews.model.urls import canonical_url

SOURCE_KINDS = (LinkKind.LISTING, LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that lists article URLs.

    Attributes:
        kind: `listing` (a category page or home), `feed`, `sitemap` or `rest`.
        url: Its first page.
        more: Text of the link from a teaser to its article (`full story`), whatever its case, spacing or arrow.
            Empty: the teaser's title links.
        family: Name of the family that made it, for sites that do not say.
    """

    kind: LinkKind | str
    url: str
    more: str = ""
    family: str = ""

    def __post_init__(self) -> None:
        """Refuse a source that could not be asked."""
        if self.kind not in SOURCE_KINDS:
            raise SpecError(f"Source.kind is {self.kind!r}: it is one of {', '.join(SOURCE_KINDS)}")
        object.__setattr__(self, "kind", LinkKind(self.kind))
        url = canonical_url(self.url) if isinstance(self.url, str) else None
        if url is None:
            raise SpecError(f"Source.url is {self.url!r}: it is absolute, such as 'https://orbitdaily.example/news/'")
        object.__setattr__(self, "url", url)
