"""Which redirects are moves of an article, and which only lead elsewhere. Pure; docs/decisions/0008 has the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacenews.archive.facts import Moment, Node, Redirect, Sighting
from spacenews.archive.lives import Lives, join
from spacenews.archive.touched import SURE_WORDS


def redirects_to_articles(redirects: Iterable[Redirect], articles: set[str]) -> list[Redirect]:
    """Return the redirects that lead, at once or through others, to one of these addresses; by moment."""
    ordered = sorted(redirects, key=lambda redirect: redirect.moment)
    sources: dict[str, set[str]] = defaultdict(set)
    for redirect in ordered:
        sources[redirect.target].add(redirect.source)
    leading, waiting = set(articles), list(articles)
    while waiting:
        for source in sources[waiting.pop()] - leading:
            leading.add(source)
            waiting.append(source)
    return [redirect for redirect in ordered if redirect.target in leading]


def find_parted(seen: Sequence[Sighting], leading: Sequence[Redirect]) -> set[Moment]:
    """Return the moments of those redirects that lead from one article to another one, and so join nothing.

    Args:
        seen: What was read, by moment.
        leading: Redirects that lead to articles, by moment.
    """
    lives = Lives(seen, leading)
    hops: dict[Node, list[Redirect]] = defaultdict(list)
    movers: dict[Node, list[Redirect]] = defaultdict(list)
    for redirect in leading:
        source = lives.of(redirect.source, redirect.moment)
        (movers if source in lives.held else hops)[source].append(redirect)
    # An address that never held an article is another name of what it leads to last.
    nodes = join(lives.nodes(), (lives.ends(led[-1]) for led in hops.values()))
    contents = _contents(lives, nodes)
    parted: set[Moment] = set()
    for source, led in hops.items():
        shown = contents.get(nodes[source])
        parted |= {each.moment for each in led if not _is_kin(contents.get(nodes[lives.ends(each)[1]]), shown)}
    return parted | _parted_movers(lives, movers, nodes, contents)


@dataclass(frozen=True, slots=True)
class _Content:
    """What was ever read of one article.

    Attributes:
        first: When it was first seen.
    """

    first: Moment
    titles: frozenset[str]
    texts: frozenset[int]
    days: frozenset[str]


def _contents(lives: Lives, nodes: Mapping[Node, Node]) -> dict[Node, _Content]:
    groups: dict[Node, list[Sighting]] = defaultdict(list)
    for node, held in lives.held.items():
        groups[nodes[node]] += held
    return {root: _content(group) for root, group in groups.items()}


def _content(group: Sequence[Sighting]) -> _Content:
    return _Content(
        first=min(sighting.moment for sighting in group),
        titles=frozenset(sighting.title for sighting in group if sighting.titled),
        texts=frozenset(sighting.text for sighting in group if sighting.words >= SURE_WORDS),
        days=frozenset(sighting.published_on for sighting in group if sighting.published_on),
    )


def _is_kin(one: _Content | None, other: _Content | None) -> bool:
    """Whether two contents share a text, or a title and more; what is not known yet contradicts nothing.

    A title alone is shared by namesakes too, such as "This week in orbit" of two weeks. When the elder of them is
    unpublished, WordPress guesses that its address means the other's, and leads there.
    """
    if one is None or other is None or one.texts & other.texts:
        return True
    differ = one.texts and other.texts and one.days and other.days and not one.days & other.days
    return bool(one.titles & other.titles) and not differ


def _parted_movers(
    lives: Lives,
    movers: Mapping[Node, Sequence[Redirect]],
    nodes: Mapping[Node, Node],
    contents: Mapping[Node, _Content],
) -> set[Moment]:
    strange: dict[Node, dict[Node, list[Redirect]]] = defaultdict(lambda: defaultdict(list))  # by target, by source
    for source, led in movers.items():
        own = _content(lives.held[source])
        for redirect in led:
            target = nodes[lives.ends(redirect)[1]]
            if target != nodes[source] and not _is_kin(own, contents.get(target)):
                strange[target][source].append(redirect)
    parted: set[Moment] = set()
    for target, sources in strange.items():
        there = contents[target]
        for source, led in sources.items():
            was_known = there.first < led[0].moment
            same_day = bool(_content(lives.held[source]).days & there.days)
            if not same_day if was_known else len(sources) > 1:
                parted |= {redirect.moment for redirect in led}
    return parted
