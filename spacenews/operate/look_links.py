"""The links of a site's pages: which are navigation, which may be articles, and what the more links are called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from spacenews.model.urls import canonical_url
from spacenews.reading import HtmlPage
from spacenews.reading.addresses import resolve_link, why_no_article
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.teasers import bare_words
from spacenews.specs import Site

_FEW = 3  # teasers whose links have the same words: a pattern, and no chance
_LONGEST_MORE = 40
_HEADLINE_WORDS = 4
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_NAVIGATION = frozenset({"nav", "header", "footer", "menu"})
_NAMED = frozenset({"nav", "navigation", "menu", "main-menu", "navbar", "site-header", "site-footer"})
_HIDDEN = frozenset({"screen-reader-text", "visually-hidden", "sr-only", "visuallyhidden"})
_MORE = re.compile(
    r"(?:read|see|view|full|whole|more|continue|keep|learn|find)\b.{0,30}|(?:the )?(?:full )?(?:story|article|text)|"
    r"lire\b.{0,20}|weiter\w*|mehr\b.{0,20}|leer\b.{0,20}|leggi\b.{0,20}|ler\b.{0,20}|lees\b.{0,20}|czytaj\b.{0,20}|"
    r"далее|подробнее|читать\b.{0,20}|детальніше|続きを読む|阅读全文|details?"
)
_ABOUT = re.compile(r"about|contact|imprint|privacy|team|staff|terms|impressum|advertis|subscri|legal|who-we|masthead")


def links_of(page: HtmlPage, site: Site) -> dict[str, str]:
    """Return the addresses on the site's own hosts that a page links to, each with its longest text."""
    found: dict[str, str] = {}
    for anchor in page.find("a[href]"):
        url = resolve_link(anchor.get("href"), page.base)
        if url and site.allows(url) and url != canonical_url(page.url):
            found[url] = max(found.get(url, ""), text_of(anchor), key=len)
    return found


def navigation_of(pages: Sequence[HtmlPage], site: Site) -> dict[str, str]:
    """Return the links that stand on every page of several, or in what is marked as navigation, with their texts."""
    counted: Counter[str] = Counter()
    texts: dict[str, str] = {}
    marked: set[str] = set()
    for page in pages:
        links = links_of(page, site)
        counted.update([*links])
        texts = links | texts
        marked |= {
            url
            for anchor in page.find("nav a[href], header a[href], footer a[href], [role=navigation] a[href]")
            if (url := resolve_link(anchor.get("href"), page.base)) in links
            if not any(each.tag in {"article", "main"} for each in anchor.iterancestors())
        }
    everywhere = {url for url, count in counted.items() if count == len(pages) > 1}
    return {url: texts[url] for url in texts if url in everywhere or url in marked}


def sections_of(navigation: dict[str, str], known: Iterable[str], site: Site) -> list[str]:
    """Return the links of a navigation that may be lists of articles, the likeliest first."""
    articles = set(known)
    kept = {
        url: text
        for url, text in navigation.items()
        if url not in articles and url != site.home and not _ABOUT.search(url.lower()) and not urlsplit(url).query
        if 0 < len(text.split()) <= _HEADLINE_WORDS
    }
    likely = ("news", "article", "blog", "press", "category", "section", "topic", "archive", "stories", "latest")
    return sorted(kept, key=lambda url: (not any(each in url.lower() for each in likely), url.count("/")))


def pages_of_others(navigation: dict[str, str], known: Iterable[str], site: Site) -> list[str]:
    """Return the links of a navigation that are surely no articles, those about the site itself first."""
    articles = set(known)
    others = [url for url in navigation if url not in articles and url != site.home]
    return sorted(others, key=lambda url: not _ABOUT.search(url.lower()))


def find_more(page: HtmlPage, is_article: Callable[[str], bool]) -> str:
    """Return the words of the links from teasers to their articles (`full story`); empty where titles link.

    Args:
        page: A page that lists articles.
        is_article: Whether a canonical URL may be one's.
    """
    targets: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for anchor in page.find("a[href]"):
        url = resolve_link(anchor.get("href"), page.base)
        text = _seen_text(anchor)
        words = bare_words(text)
        if url and len(words) <= _LONGEST_MORE and _MORE.fullmatch(words) and is_article(url):
            targets[words].add(url)
            shown.setdefault(words, words)
    words = max(targets, key=lambda each: len(targets[each]), default="")
    return shown[words] if words and len(targets[words]) >= _FEW else ""


def likely_articles(page: HtmlPage, site: Site) -> list[str]:
    """Return the links of a page that may lead to articles, the likeliest first: more links, headings, long texts."""
    ranked: dict[str, int] = {}
    for anchor in page.find("a[href]"):
        url = resolve_link(anchor.get("href"), page.base)
        if not url or url == canonical_url(page.url) or why_no_article(site, url):
            continue
        rank = _rank(anchor)
        if rank is not None:
            ranked[url] = min(rank, ranked.get(url, rank))
    ordered = sorted(ranked, key=lambda url: ranked[url])
    return _spread(ordered)


def _rank(anchor: Element) -> int | None:
    """Return how likely a link leads to an article, 0 most; None for one that does not look so at all."""
    if any(_is_navigation(each) for each in anchor.iterancestors()):
        return None
    words = bare_words(_seen_text(anchor))
    if _MORE.fullmatch(words):
        return 0
    around = [each.tag for each in anchor.iterancestors()][:2] + [each.tag for each in anchor.iterdescendants()]
    if any(tag in _HEADINGS for tag in around):
        return 1
    return 2 if len(words.split()) >= _HEADLINE_WORDS else None


def _is_navigation(element: Element) -> bool:
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    return element.tag in _NAVIGATION or bool(names & _NAMED)


def _seen_text(anchor: Element) -> str:
    """Return a link's text without what only screen readers say: there the title follows the words."""
    hidden = [each for each in anchor.iterdescendants() if _HIDDEN & set((each.get("class") or "").split())]
    text = text_of(anchor)
    for each in hidden:
        text = text.replace(text_of(each), " ")
    return text


def _spread(urls: Sequence[str]) -> list[str]:
    """Return addresses so that those of different shapes come in turn: what the first are, the others may not be."""
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for url in urls:
        path = urlsplit(url).path
        groups[(path.count("/"), path.rpartition(".")[2] if "." in path else "")].append(url)
    turns = [group for _, group in sorted(groups.items(), key=lambda each: -len(each[1]))]
    longest = max(map(len, turns), default=0)
    return [group[turn] for turn in range(longest) for group in turns if turn < len(group)]
