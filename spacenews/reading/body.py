"""The body: where it stands, which parts of it are left out, and where it ends."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from spacenews.reading.blocks import LEFT_OUT, MEDIA, Element, Line, cut_lines, fold, iter_lines
from spacenews.reading.generic.body import find_body as find_generic_body
from spacenews.reading.related import find_related_label
from spacenews.reading.scene import GENERIC, Scene

_TAGS = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|section|figure)\b[^<>]*>|<[^<>]{1,300}>", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n]+")
_WORD = re.compile(r"\w+")
_ENOUGH = 80  # words that structured data must have to be taken for a text
_PRINTED = 0.3  # share of them that the page prints where it prints the text at all


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, before its header lines are taken off.

    Attributes:
        lines: In order, without what is left out and behind the cut; empty where a rule gave paragraphs.
        texts: Paragraphs that a spec's own function gave; empty where `lines` are the body.
        source: The rule that found it.
        containers: The elements it stands in.
        exact: Whether a spec names the element itself, so that nothing in it needs to be guessed away.
        why: One clause: why it won.
    """

    lines: Sequence[Line]
    texts: tuple[str, ...]
    source: str
    containers: tuple[Element, ...] = ()
    exact: bool = False
    why: str = "the layout's or family's rule"


def find_body(scene: Scene) -> Body:
    """Return the body of a page: by the site's layout, by its family's, else by the generic reader."""
    for layout, whole in ((scene.own_layout, False), (scene.family_layout, True)):
        if layout is None or layout.body is None:
            continue
        source = f"layout:{layout.name}"
        if not isinstance(layout.body, str):
            if texts := tuple(scene.ask(layout.body, layout, "body")):
                return Body((), texts, source, exact=True)
            continue
        found = scene.page.find(layout.body)
        # A spec's author names what holds the body; a family's selector may match teasers further down as well.
        containers = _outermost(found)[:1] if whole else _outermost(found)
        body = _read(scene, containers, source, exact=not whole)
        if body.lines or (body.exact and has_pictures(body)):
            return body
    return _generic(scene)


def has_pictures(body: Body) -> bool:
    """Whether pictures or videos stand where the text of a body would."""
    return any(next(each.iter(*MEDIA), None) is not None for each in body.containers)


def _generic(scene: Scene) -> Body:
    found = find_generic_body(scene.page.root, drop=_drops(scene), cuts=_cuts(scene))
    containers = () if found.container is None else (found.container,)
    body = Body(found.lines, (), f"{GENERIC}:{found.source}", containers, why=found.why)
    for lost in found.lost:
        scene.weigh("body", f"{GENERIC}:{lost.source}", lost.what, why=lost.why)
    return _or_told(scene, body)


def _or_told(scene: Scene, body: Body) -> Body:
    """Return a body, or JSON-LD's `articleBody` where the page prints little of it: scripts fill such pages.

    Structured data is often cut short, without paragraphs or out of date, so it never comes before what is printed.
    """
    told = "\n".join(scene.page.json_ld_texts("articleBody"))
    if not told:
        return body
    paragraphs = tuple(text for line in _BREAKS.split(_TAGS.sub("\n", html.unescape(told))) if (text := fold(line)))
    words = _words(paragraphs)
    common = sum((words & _words([line.text for line in body.lines])).values())
    is_missing = words.total() >= _ENOUGH and common < _PRINTED * words.total()
    share = f"the page prints {common} of its {words.total()} words"
    if not is_missing or body.source == f"{GENERIC}:names":
        scene.weigh("body", "json-ld:articleBody", f"{len(paragraphs)} paragraphs", why=share)
        return body
    scene.weigh("body", body.source, f"{len(body.lines)} lines", why="little of what the page says of its text")
    return Body((), paragraphs, "json-ld:articleBody", body.containers, why=share)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(_WORD.findall(" ".join(texts).casefold()))


def _read(
    scene: Scene,
    containers: Sequence[Element],
    source: str,
    *,
    exact: bool = False,
) -> Body:
    dropped = _drops(scene)
    lines = chain.from_iterable(iter_lines(each, left_out=LEFT_OUT, drop=dropped) for each in containers)
    return Body(cut_lines(lines, _cuts(scene)), (), source, tuple(containers), exact)


def _drops(scene: Scene) -> frozenset[Element]:
    selectors = [*(scene.own_layout.drop if scene.own_layout else ())]
    if scene.family:
        selectors += [*scene.family.drop, *scene.family.related]
    return frozenset(scene.page.find(", ".join(selectors))) if selectors else frozenset()


def _cuts(scene: Scene) -> tuple[str, ...]:
    """Return the spec's own cuts; where it has none, and names no body, the line above the related teasers."""
    own = scene.own_layout
    if own and (own.cut or own.body):
        return own.cut
    label = find_related_label(scene.site, scene.page)
    return () if label is None else (label,)


def _outermost(elements: Sequence[Element]) -> tuple[Element, ...]:
    held = set(elements)
    return tuple(each for each in elements if not any(outer in held for outer in each.iterancestors()))
