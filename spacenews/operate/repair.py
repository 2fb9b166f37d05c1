"""Whether known articles are still read as they are known, and if not, the layout that reads them. Asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection
from spacenews.operate.repair_known import Page, is_read_well, is_same
from spacenews.reading import normalize_reading, read_article
from spacenews.reading.learning import Known, Learnt, layout_source, learn_layout, score_known, with_layout

if TYPE_CHECKING:
    from spacenews.specs import Site

FEWEST = 3
"""Pages that read otherwise of which a layout is learnt; fewer may each have a reason of their own."""

ENOUGH = 0.9
"""F1 of the bodies, on pages that it was not learnt from, with which a layout is proposed."""

_GAIN = 0.02  # F1 by which a layout must read better, where it reads no field better and names no template anew
_SHOWN = 3
_BEGINNING = 160  # characters of a body in a preview


@dataclass(frozen=True, slots=True)
class Preview:
    """One page as the proposed layout reads it; what it gives no article of has empty fields and a note."""

    url: str
    title: str
    published_on: str
    byline: str
    categories: str
    words: int
    beginning: str
    end: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What came of looking at known articles.

    Attributes:
        outcome: `well`: they are read as they are known; `proposed`: a layout reads those that were not;
            `unlearnt`: none could be learnt.
        reason: A sentence on why.
        pages: Every page that was looked at.
        learnt: The layout, where one is proposed, or what was learnt and is not good enough.
        source: Python of the layout, as it stands in a spec; empty where there is none.
        previews: Some pages as the layout reads them, those that it was not learnt from first.
    """

    outcome: str
    reason: str
    pages: tuple[Page, ...] = ()
    learnt: Learnt | None = None
    source: str = ""
    previews: tuple[Preview, ...] = ()


def find_repair(
    site: Site, pages: Sequence[Page], old: Sequence[Known], listings: Sequence[Capture], name: str
) -> Repair:
    """Return what is to be done about a site's pages.

    Args:
        site: Its spec.
        pages: Pages of known articles as they are now.
        old: Pages of known articles that the spec reads well, of the template before: none may be read worse.
        listings: Pages that list articles.
        name: What a new layout is called; none of the site's is.

    Raises:
        SpecError: A function in the site's spec failed on a page.
    """
    readable = [page for page in pages if page.score.readable]
    unwell = [page for page in readable if not is_read_well(site, page.score)]
    looked_at = tuple(pages)
    if not readable:
        return Repair("unlearnt", _nothing(pages), looked_at)
    if not unwell:
        return Repair("well", f"{len(readable)} known articles are read as they are known", looked_at)
    changed = f"{len(unwell)} of {len(readable)} known articles {_what_changed(unwell)}"
    if len(unwell) < FEWEST and len(unwell) * 2 < len(readable):
        return Repair("well", f"only {changed}: they may have been edited", looked_at)
    if len(unwell) < FEWEST:
        return Repair("unlearnt", f"{changed}, and a layout is learnt from {FEWEST} at least", looked_at)
    well = [page.known for page in readable if page not in unwell]
    return _learn(site, unwell, [*old, *well], listings, name, Repair("", changed, looked_at))


def _what_changed(unwell: Sequence[Page]) -> str:
    same = sum(is_same(page.score) for page in unwell)
    if same * 2 > len(unwell):
        return f"have a template that no layout of the spec knows, though {same} are still read as they are known"
    return "are read otherwise than they are known"


def _learn(
    site: Site, unwell: Sequence[Page], well: Sequence[Known], listings: Sequence[Capture], name: str, begun: Repair
) -> Repair:
    known = [page.known for page in unwell]
    learnt = learn_layout(site, known, name=name, others=[*(each.capture for each in well), *listings])
    if learnt is None:
        reason = f"{begun.reason}, and no selectors find on them what is known: the texts, or the pages, are others"
        return replace(begun, outcome="unlearnt", reason=reason)
    found = replace(begun, learnt=learnt, source=layout_source(learnt.layout, learnt.rules))
    if refusal := _why_not(site, learnt, unwell) or _takes_others(site, learnt, well):
        return replace(found, outcome="unlearnt", reason=f"{begun.reason}, but {refusal}")
    return replace(found, outcome="proposed", previews=_previews(site, learnt, known))


def _takes_others(site: Site, learnt: Learnt, well: Sequence[Known]) -> str:
    """Return which page that is read well the layout would take and read worse; empty where none."""
    repaired = with_layout(site, learnt.layout)
    for each in well:
        now, then = score_known(site, each), score_known(repaired, each)
        lost = [name for name, equal in now.fields.items() if equal and not then.fields[name]]
        if then.layout == learnt.layout.name and (lost or then.body < now.body - _GAIN):
            return (
                f"the layout would take {each.capture.url} too, which is of the template before, and read it worse "
                f"({', '.join(lost) or 'body'}): no selector tells the two apart"
            )
    return ""


def _nothing(pages: Sequence[Page]) -> str:
    if not pages:
        return "no page of a known article answered"
    first = pages[0]
    return f"no page of {len(pages)} known articles can be read, such as {first.known.capture.url}: {first.score.note}"


def _why_not(site: Site, learnt: Learnt, unwell: Sequence[Page]) -> str:
    """Return why a layout is no improvement; empty where it is."""
    tested = learnt.held_out if learnt.held_out.pages else learnt.trained
    if tested.body < ENOUGH:
        where = "on pages that it was not learnt from" if learnt.held_out.pages else "on the pages themselves"
        return f"the best layout reads bodies at {tested.body:.2f} {where}, and {ENOUGH} is the least"
    own = {each.name for each in site.layouts}
    names_anew = bool(own) and sum(page.score.layout not in own for page in unwell) * 2 > len(unwell)
    better = any(share > learnt.before.fields.get(field, 0.0) for field, share in learnt.trained.fields.items())
    if not (names_anew or better or learnt.trained.body >= learnt.before.body + _GAIN):
        return "no layout reads them better than the spec does: the pages or the articles changed, not the template"
    return ""


def _previews(site: Site, learnt: Learnt, known: Sequence[Known]) -> tuple[Preview, ...]:
    by_url = {each.capture.url: each for each in known}
    last_first = [by_url[page.url] for page in reversed(learnt.pages) if page.url in by_url]
    read = with_layout(site, learnt.layout)
    return tuple(_preview(read, each.capture) for each in last_first[:_SHOWN])


def _preview(site: Site, capture: Capture) -> Preview:
    reading = read_article(site, capture)
    if isinstance(reading, Rejection):
        return Preview(capture.url, "", "", "", "", 0, "", "", note=str(reading))
    article = normalize_reading(site, capture, reading)
    return Preview(
        url=capture.url,
        title=article.title,
        published_on=article.published.on.isoformat() if article.published else "",
        byline=", ".join(article.byline),
        categories=", ".join(name for _, name in article.categories),
        words=article.word_count,
        beginning=article.body[:_BEGINNING],
        end=article.body[-_BEGINNING:],
    )
