"""The one address an article is filed under: the page's own claim, where it may be trusted."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from spacenews.model.urls import canonical_url, slug_of
from spacenews.reading.addresses import why_no_article
from spacenews.reading.scene import Scene


def find_canonical(scene: Scene) -> str:
    """Return the canonical URL of the page: its `rel=canonical` if that names this article, else the captured URL."""
    own = canonical_url(scene.page.url) or scene.page.url
    for source, href in _claims(scene):
        claimed = scene.page.resolve(href)
        why = _why_not(scene, own, claimed)
        scene.weigh(
            "canonical", source, href, value=claimed or "\u2013", chosen=why is None, why=why or "names this page"
        )
        if claimed and why is None:
            return claimed
    scene.weigh("canonical", "captured", scene.page.url, value=own, chosen=True, why="the page names no better one")
    return own


def _claims(scene: Scene) -> list[tuple[str, str]]:
    links = [
        ("link[rel=canonical]", href)
        for each in scene.page.root.iter("link")
        if "canonical" in (each.get("rel") or "").lower().split() and (href := each.get("href"))
    ]
    return [*links[:1], *(("meta:og:url", text) for text in scene.page.meta("og:url")[:1])]


def _why_not(scene: Scene, own: str, claimed: str | None) -> str | None:
    """Return why a claim is not taken, or None where it is."""
    site = scene.site
    if claimed is None:
        return "no address"
    if claimed == own:
        return None
    if not site.allows(claimed):
        return "on another host"
    if reason := why_no_article(site, claimed):
        return f"no article's address: {reason}"
    if site.matches_article(claimed) or _same_page(own, claimed):
        return None
    return "names another page"


def _same_page(own: str, claimed: str) -> bool:
    """Whether two addresses differ only in what never tells two articles apart: scheme, slash, query, `?p=ID`."""
    if slug_of(own).casefold() == slug_of(claimed).casefold():
        return True
    return "p" in parse_qs(urlsplit(own).query) and slug_of(own) in {"", "index.php"}
