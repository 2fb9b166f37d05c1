"""A layout for a new site, learnt from articles whose text its lists have, where the common rules read them badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacenews.model.capture import Capture
from spacenews.operate.look import Evidence
from spacenews.operate.look_articles import Sample
from spacenews.reading.learning import Learnt, learn_layout
from spacenews.specs import Site

NAME = "found"
_BETTER = 0.02  # F1 by which it must read better than what there is


@dataclass(frozen=True, slots=True)
class Laid:
    """A site with the layout that was learnt for it, if any; `rules` are the sources of its functions, by layout."""

    site: Site
    evidence: tuple[Evidence, ...]
    rules: dict[str, dict[str, str]] = field(default_factory=dict)


def propose_layout(site: Site, samples: Sequence[Sample], others: Sequence[Capture]) -> Laid:
    """Return a site with a layout that reads its known texts, or without one where none was found.

    Args:
        site: Its spec so far.
        samples: Articles; those whose text is known are learnt from.
        others: Pages that are no articles: the marker must not be on them.

    Raises:
        SpecError: A function in the site's spec failed on a page.
    """
    known = [each.as_known(site.zone) for each in samples if each.text]
    learnt = learn_layout(site, known, name=NAME, others=others)
    if learnt is None:
        why = f"none reads the known text of {len(known)} articles, and neither do the common rules"
        return Laid(site, (Evidence("layout", "-", why, sure=False),))
    tested = learnt.held_out if learnt.held_out.pages else learnt.trained
    if tested.body < learnt.before.body + _BETTER:
        why = f"none reads better than the common rules (F1 {learnt.before.body:.2f})"
        return Laid(site, (Evidence("layout", "-", why, sure=False),))
    layout = learnt.layout
    why = (
        f"F1 {tested.body:.2f} on {tested.pages} articles it was {_not_learnt(learnt)}; the common rules have "
        f"{learnt.before.body:.2f}"
    )
    value = f"marker {layout.marker}, body {layout.body or 'common'}"
    evidence = [Evidence("layout", value, why, sure=not learnt.doubts)]
    evidence += [Evidence("layout", NAME, doubt, sure=False) for doubt in learnt.doubts]
    rules = {NAME: learnt.rules} if learnt.rules else {}
    return Laid(replace(site, layouts=(layout, *site.layouts)), tuple(evidence), rules)


def _not_learnt(learnt: Learnt) -> str:
    return "not learnt from" if learnt.held_out.pages else "learnt from"
