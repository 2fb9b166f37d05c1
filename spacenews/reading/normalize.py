"""A reading made comparable: the same words give the same bytes, whoever printed them and however.

Rules: Unicode NFC; every kind of space, no-break ones included, is one space; characters that are not seen (zero
width, soft hyphen, controls, direction marks) are dropped, but for the joiners between letters or emoji; quotes and
dashes stay as printed; paragraphs are parted by one blank line. A title, an author or a category that still holds an
entity (`&#8217;`, escaped twice by the site) has it resolved, since nobody writes one there; in a body it stays.
A category's slug is made from its name, not from its address, which not every markup prints.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from spacenews.model.article import Article
from spacenews.model.capture import Capture
from spacenews.model.clock import to_text
from spacenews.model.reading import Reading, StatedDate
from spacenews.specs.site import Site

_JOINERS = "\u200c\u200d"  # they change how letters and emoji look, so they are kept inside words
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_STRAY_JOINER = re.compile(rf"(?<!\S)[{_JOINERS}]+|[{_JOINERS}]+(?!\S)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_NOT_SLUG = re.compile(r"[\W_]+")


def normalize_reading(site: Site, capture: Capture, reading: Reading) -> Article:
    """Return the article to be stored, from what was read on a capture.

    Args:
        site: Its key is the article's.
        capture: Where it was read; its time and record go with the article.
        reading: As `read_article` gave it.
    """
    title = normalize_name(reading.title)
    byline = _names(reading.byline)
    categories = _with_slugs(_names(reading.categories))
    body = normalize_body(reading.body)
    return Article(
        site=site.key,
        url=reading.url,
        capture=capture.record_uuid,
        captured_at=capture.captured_at,
        title=title,
        title_source=reading.title_source,
        byline=byline,
        published=reading.published,
        modified=reading.modified,
        categories=categories,
        tags=_names(reading.tags),
        body=body,
        word_count=len(body.split()),
        teaser=(normalize_name(reading.teaser) or None) if reading.teaser else None,
        language=reading.language,
        layout=reading.layout,
        reader=reading.reader,
        content_digest=content_digest(title, byline, reading.published, [slug for slug, _ in categories], body),
        links=reading.links,
        evidence=reading.evidence,
        pages=reading.pages,
    )


def normalize_text(text: str) -> str:
    """Return a text as one line: NFC, single spaces, nothing unseen; idempotent."""
    seen = _UNSEEN.sub("", _SURROGATE.sub("\ufffd", text))
    folded = " ".join(unicodedata.normalize("NFC", seen).split())
    return " ".join(_STRAY_JOINER.sub("", folded).split())


def normalize_name(text: str) -> str:
    """Return a title or a name: as `normalize_text`, and entities that the site escaped twice resolved."""
    text = normalize_text(text)
    while (resolved := normalize_text(_ENTITY.sub(_resolve, text))) != text:
        text = resolved
    return text


def normalize_body(paragraphs: Iterable[str]) -> str:
    """Return paragraphs parted by one blank line; empty ones are left out."""
    return "\n\n".join(text for paragraph in paragraphs if (text := normalize_text(paragraph)))


def slug_of_name(name: str) -> str:
    """Return a category's slug from its name: lower case, words joined by `-`; `Space & Earth` gives `space-earth`."""
    slug = _NOT_SLUG.sub("-", normalize_text(name).casefold()).strip("-")
    return slug or "-".join(f"{ord(letter):x}" for letter in name)


def content_digest(
    title: str, byline: Sequence[str], published: StatedDate | None, categories: Sequence[str], body: str
) -> str:
    """Return `sha256:` and hex over what makes an article: it changes when a reader would say that it changed."""
    content = {
        "title": title,
        "byline": list(byline),
        "published_on": published.on.isoformat() if published else None,
        "published_at": to_text(published.at) if published and published.at else None,
        "categories": list(categories),
        "body": body,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _with_slugs(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    slugs: dict[str, str] = {}
    for name in names:
        slugs.setdefault(slug_of_name(name), name)
    return tuple(slugs.items())


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for name in names if (text := normalize_name(name))))


def _resolve(match: re.Match[str]) -> str:
    return html.unescape(match.group())
