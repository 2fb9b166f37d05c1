"""Which of the lists that answered a spec names, and in which form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacenews.model.link import LinkKind
from spacenews.operate.look import Look
from spacenews.operate.look_home import Home
from spacenews.operate.look_sources import Answered, Lists, answer_of
from spacenews.specs import Site, Source, wordpress

_FEW = 3  # articles that a page lists, or it is no list of them
MOST_SECTIONS = 6


def named_sources(home: Home, lists: Lists, listings: Sequence[Source]) -> tuple[Source, ...]:
    """Return the sources of a spec: listing pages first, then what answered of feed, sitemap and REST.

    Of a WordPress whose four usual sources answer, exactly those, so that the spec can say it in a word.
    """
    kinds = (LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REST)
    well = {kind: [each.source for each in lists.well() if each.source.kind is kind] for kind in kinds}
    more = next((each.more for each in listings if each.more), "")
    if home.family == "wordpress" and len(listings) == 1 and listings[0].url == home.url:
        usual = wordpress.sources(home.url, more=more)
        named = {(each.kind, each.url) for kind in kinds for each in well[kind]}
        if all((each.kind, each.url) in named for each in usual[1:]):
            return usual
    # One feed and one sitemap: the others are parts or copies of them.
    kept = [*listings, *well[LinkKind.FEED][:1], *_sitemaps(well[LinkKind.SITEMAP]), *well[LinkKind.REST][:1]]
    return tuple(dict.fromkeys(kept))


def find_listings(site: Site, sections: Sequence[str], more: str, look: Look) -> list[Answered]:
    """Return the pages that list articles by the site's spec so far: home, and those sections that do.

    Args:
        site: Its spec so far, with `article_url` where it has one.
        sections: Pages that were asked for and may be lists.
        more: Words of the links from teasers; empty where titles link.
        look: Holds what was asked.
    """
    found = []
    for url in (site.home, *sections[:MOST_SECTIONS]):
        source = Source(kind=LinkKind.LISTING, url=url, more=more, family=site.family)
        answer = answer_of(with_source(site, source), source, look)
        if url == site.home or len(answer.articles) >= _FEW:
            found.append(answer)
    return found


def with_source(site: Site, source: Source) -> Site:
    """Return a site that has this source as its first, so that its pages are read as they will be."""
    return replace(site, sources=(source, *(each for each in site.sources if each.url != source.url)))


def _sitemaps(sources: Sequence[Source]) -> Sequence[Source]:
    """Return all that robots.txt named, for each lists another part; a news sitemap lists two days of the other."""
    return sources[:2]
