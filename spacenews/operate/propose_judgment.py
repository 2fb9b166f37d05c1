"""How well a proposed spec reads what is known, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacenews.operate.look import Evidence
from spacenews.operate.look_articles import WELL_READ, Sample
from spacenews.operate.propose_pairs import Pair
from spacenews.specs import Site

_ENOUGH = 3  # articles; two may agree by chance
_KINDS = {"wordpress": "a WordPress", "handwritten": "pages written by hand"}


def judge(site: Site, samples: Sequence[Sample]) -> Iterator[Evidence]:
    """Give how well the articles are read, field by field."""
    read = [each for each in samples if each.article]
    refused = [each for each in samples if not each.article]
    for each in refused:
        yield Evidence("article", each.url, f"refused: {each.reading}", sure=False)
    scores = [score for each in read if (score := each.body_score) is not None]
    if scores:
        said = f"F1 {min(scores):.2f} to {max(scores):.2f} against the text of lists, on {len(scores)} articles"
        yield Evidence("bodies", f"{len(scores)} scored", said, sure=min(scores) >= WELL_READ)
    else:
        said = "no list has whole texts, so the bodies were compared with nothing: read the preview"
        yield Evidence("bodies", "not scored", said, sure=False)
    for what, answers in (
        ("titles", [each.has_right_title for each in read]),
        ("days", [each.has_right_day(site.zone) for each in read]),
    ):
        known = [answer for answer in answers if answer is not None]
        if known:
            said = f"{sum(known)} of {len(known)} as listed"
            yield Evidence(what, said, "compared with feed and REST", sure=all(known))
    undated = [each.url for each in read if each.article and each.article.published is None]
    if undated:
        said = f"no date was found on {len(undated)} of {len(read)}, such as {undated[0]}"
        yield Evidence("dates", f"{len(read) - len(undated)} of {len(read)}", said, sure=False)


def is_scored(site: Site, samples: Sequence[Sample], pairs: Sequence[Pair]) -> bool:
    """Whether enough was compared with what is known for the spec to be called captured."""
    scores = [score for each in samples if (score := each.body_score) is not None]
    kinds = {each.case.partition("-")[0] for each in pairs}
    layouts = {each.expected.get("layout") for each in pairs}
    right = [each.has_right_title for each in samples] + [each.has_right_day(site.zone) for each in samples]
    return (
        len(scores) >= _ENOUGH
        and min(scores) >= WELL_READ
        and False not in right
        and {"article", "listing", "refused"} <= kinds
        and {each.name for each in site.layouts} <= layouts
    )


def about(site: Site, evidence: Sequence[Evidence]) -> str:
    """Return what is known of a site in a sentence, for the docstring of its spec."""
    kind = _KINDS.get(site.family, "its own CMS")
    kinds = ", ".join(dict.fromkeys(str(each.kind) for each in site.sources))
    doubts = ", ".join(dict.fromkeys(each.decision for each in evidence if not each.sure))
    return f"{kind}; lists its articles by {kinds}." + (f" Not sure: {doubts}." if doubts else "")
