"""Whether a page is an article at all, and if not, which of the known other things it is."""

from __future__ import annotations

import re

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.addresses import why_no_article
from spacenews.reading.blocks import Line
from spacenews.reading.body import Body, has_pictures
from spacenews.reading.dates_of_page import PageDates
from spacenews.reading.pages import find_later
from spacenews.reading.scene import GENERIC, Scene
from spacenews.reading.teasers import bare_words
from spacenews.reading.title import Title

_OK = range(200, 300)
_SHORT_PAGE = 250  # words; walls and error pages have fewer
_SHORT_BODY = 80  # words; below it a page is looked at twice
_FEW_WORDS = 20  # words that a page needs which nothing else marks as an article
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces; a word has about two characters
_TEASERS = 3  # "full story" links in what should be one article's text: it is a list of several

_WALL_TITLE = re.compile(
    r"just a moment|attention required|checking your browser|access denied|ddos[- ]guard|captcha|enable javascript|"
    r"are you (?:a )?(?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"(?:human|bot) verification|robot check|security check|you have been blocked|please wait\b|one more step|"
    r"pardon our interruption|before you continue|(?:please )?(?:log|sign) ?in\b",
    re.IGNORECASE,
)
_WALL_TEXT = re.compile(
    r"checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|"
    r"verify(?:ing)? (?:that )?you are (?:a |not a )?(?:human|robot)|(?:complete|solve) the captcha|unusual traffic|"
    r"ddos protection by|completing the captcha|press (?:and|&) hold|"
    r"(?:log|sign) in to (?:continue|read|view)|we value your privacy.{0,200}accept all",
    re.IGNORECASE | re.DOTALL,
)
_WALL_MARKS = (
    "#challenge-form, #challenge-running, #challenge-stage, #cf-challenge-running, .cf-browser-verification, "
    "#px-captcha, #captcha-form, form[action*=captcha], .g-recaptcha, .h-captcha, .cf-turnstile, input[type=password]"
)
_GONE = re.compile(
    r"\b404\b|\bnot found\b|(?:page|article|post|content) (?:you (?:requested|are looking for) )?"
    r"(?:was not|cannot be|can['\u2019]t be|could not be|couldn['\u2019]t be|does not|doesn['\u2019]t|no longer) "
    r"(?:found|exists?|available)|nothing (?:was )?(?:found|here)|no longer (?:available|exists)|"
    r"не найден|nicht gefunden|introuvable|no encontrad[ao]|non trovat[ao]|n[ãa]o encontrad[ao]",
    re.IGNORECASE,
)


def refuse_answer(capture: Capture) -> Rejection | None:
    """Return why an answer is no page, from its status and headers alone."""
    if (capture.header("cf-mitigated") or "").lower() == "challenge":
        return Rejection(RejectionReason.CHALLENGE, f"status {capture.status}, and the server calls it a challenge")
    if capture.status not in _OK:
        return Rejection(RejectionReason.ERROR_STATUS, str(capture.status))
    return None


def refuse_marked(scene: Scene) -> Rejection | None:
    """Return why a page is no article by the signs of its family and its address, before its text is read."""
    if later := find_later(scene):
        return Rejection(RejectionReason.PART, f"page {later.number} of {later.first}")
    url = canonical_url(scene.page.url) or scene.page.url
    if scene.site.allows(url) and (reason := why_no_article(scene.site, url)):
        return _no_article(reason)
    if family := scene.family:
        if family.missing and scene.has(", ".join(family.missing)):
            title = scene.page.head_title[:80]
            return Rejection(RejectionReason.SOFT_404, f"the site's error page with status 200: {title!r}")
        if family.protected and scene.has(", ".join(family.protected)):
            return Rejection(RejectionReason.PROTECTED, "it asks for a password")
        if not any(scene.has(css) for css in family.article):
            for css, what in family.other:
                if scene.has(css):
                    return _no_article(what)
    return find_wall(scene) if _WALL_TITLE.search(scene.page.head_title) else None


def refuse_read(scene: Scene, body: Body, title: Title, dates: PageDates) -> Rejection | None:  # noqa: PLR0911 - one each
    """Return why a page is no article once its text is known."""
    words = _words(body)
    if (teasers := sum(_is_more(scene, line) for line in body.lines)) >= _TEASERS:
        return _no_article(f"a listing: {teasers} links to full stories in its text")
    if words >= _SHORT_BODY:
        return None
    if dates.published is None and _says_gone(scene, title):
        return Rejection(RejectionReason.SOFT_404, f"status 200, but it says {title.text[:80]!r}")
    if wall := find_wall(scene):
        return wall
    if words == 0 and not (_is_marked_article(scene) and has_pictures(body)):
        return Rejection(RejectionReason.EMPTY, "no text that could be an article's")
    is_marked = dates.published is not None or _is_marked_article(scene)
    if body.source.startswith(GENERIC) and words < _FEW_WORDS and not is_marked:
        return _no_article(f"{words} words, no date, and nothing says that it is an article")
    return None


def find_wall(scene: Scene) -> Rejection | None:
    """Return `challenge` where a short page is a bot check, a consent wall or a login, whatever was asked for."""
    text = "\n".join(scene.page.lines())
    if max(len(text.split()), len(_WIDE.findall(text)) // 2) > _SHORT_PAGE:
        return None
    if found := _WALL_TITLE.search(scene.page.head_title) or _WALL_TEXT.search(text):
        return Rejection(RejectionReason.CHALLENGE, f"it says {found.group()[:80]!r}")
    if scene.has(_WALL_MARKS):
        return Rejection(RejectionReason.CHALLENGE, "it asks for a captcha or a password")
    return None


def _says_gone(scene: Scene, title: Title) -> bool:
    said = [title.text, scene.page.head_title, *scene.page.select("h1")[:3]]
    return title.source != "slug" and any(_GONE.search(text) for text in said)


def _is_marked_article(scene: Scene) -> bool:
    page = scene.page
    return (
        any(scene.has(css) for css in (scene.family.article if scene.family else ()))
        or "article" in page.meta("og:type")
        or bool(page.json_ld_article)
    )


def _is_more(scene: Scene, line: Line) -> bool:
    return bool(line.links) and any(
        source.more and bare_words(line.text) == bare_words(source.more) for source in scene.site.sources
    )


def _words(body: Body) -> int:
    texts = [*(line.text for line in body.lines), *body.texts]
    return sum(max(len(text.split()), len(_WIDE.findall(text)) // 2) for text in texts)


def _no_article(detail: str) -> Rejection:
    return Rejection(RejectionReason.NOT_ARTICLE, detail)
