"""From facts to articles: which readings are one article, under which address, in which revisions. Pure.

The facts are sightings (a capture was read as an article) and redirects. Their order is `captured_at`, then record
uuid; never the order in which they were stored. So rows that grew in a live crawl equal rows that were rebuilt.

An address has lives: when it is read as an article again after it redirected to one, something else may stand there
now (slugs are used again), so its next life is an article of its own unless a redirect leads to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacenews.model.ids import article_uid

Moment = tuple[str, str]  # captured_at as fixed-width text, record uuid
Node = tuple[str, int]  # a canonical URL and its life, 0 is the first


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture that was read as an article.

    Attributes:
        moment: Its captured_at and uuid.
        page: Canonical URL that was asked for.
        url: Canonical URL that the page was read as.
        reading: Row number of its reading.
        digest: content_digest of that reading.
        reader: Who read it.
    """

    moment: Moment
    page: str
    url: str
    reading: int
    digest: str
    reader: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """A 3xx answer: `source` led to `target` at this moment; both canonical, never equal."""

    moment: Moment
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One content: its last reading, and when it was first and last captured."""

    reading: int
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class Folded:
    """One article, worked out: what its rows must hold.

    Attributes:
        readings: Row numbers of every reading it has.
        revisions: Never empty; the last one's reading is what the article shows.
        aliases: Every other address, with when it was first and last seen; the article's own one too, where its uid
            is not made from it.
    """

    uid: str
    url: str
    readings: frozenset[int]
    revisions: tuple[Revision, ...]
    aliases: Mapping[str, tuple[str, str]]

    @property
    def current(self) -> int:
        """The reading that is shown."""
        return self.revisions[-1].reading


def fold(site: str, sightings: Iterable[Sighting], redirects: Iterable[Redirect]) -> tuple[Folded, ...]:
    """Return the articles that these facts make, in the order of their first sighting.

    Every sighting of an address and every redirect around it must be given, or lives and revisions come out wrong.
    """
    seen = sorted(sightings, key=lambda sighting: sighting.moment)
    leading = redirects_to_articles(redirects, {sighting.url for sighting in seen})
    lives = _Lives(seen, leading)
    nodes = _join(lives, leading)
    members: dict[Node, list[Sighting]] = defaultdict(list)
    for sighting in seen:
        members[nodes[lives.of(sighting.url, sighting.moment)]].append(sighting)
    led: dict[Node, list[Redirect]] = defaultdict(list)
    for redirect in leading:
        led[nodes[lives.of(redirect.source, redirect.moment)]].append(redirect)
    return tuple(_article(site, lives, group, led[root]) for root, group in members.items())


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


class _Lives:
    """The events of each address in order, each with the life it belongs to: readings, then redirects, then anew."""

    def __init__(self, seen: Sequence[Sighting], leading: Sequence[Redirect]) -> None:
        events: dict[str, list[tuple[Moment, bool]]] = defaultdict(list)
        for sighting in seen:
            events[sighting.url].append((sighting.moment, True))
        for redirect in leading:
            events[redirect.source].append((redirect.moment, False))
        self._moments: dict[str, list[Moment]] = {}
        self._numbers: dict[str, list[int]] = {}
        self.ended: set[Node] = set()  # lives that end in a redirect
        self._read: dict[str, list[int]] = defaultdict(list)  # lives in which an article was read, in order
        for url, happened in events.items():
            self._tell(url, sorted(happened))

    def _tell(self, url: str, happened: list[tuple[Moment, bool]]) -> None:
        life, numbers = 0, []
        for _, was_read in happened:
            if was_read and (url, life) in self.ended:
                life += 1
            if not was_read:
                self.ended.add((url, life))
            elif life not in self._read[url]:
                self._read[url].append(life)
            numbers.append(life)
        self._moments[url] = [moment for moment, _ in happened]
        self._numbers[url] = numbers

    def nodes(self) -> list[Node]:
        return [(url, life) for url, numbers in self._numbers.items() for life in sorted(set(numbers))]

    def of(self, url: str, moment: Moment) -> Node:
        """The life of the address's next event, this moment's included: what a redirect found there; else the last."""
        at = bisect_left(self._moments[url], moment)
        numbers = self._numbers[url]
        return url, numbers[min(at, len(numbers) - 1)]

    def uid(self, site: str, node: Node) -> str:
        url, life = node
        number = self._read[url].index(life)
        return article_uid(site, url if number == 0 else f"{url}#{number + 1}")


def _join(lives: _Lives, leading: Sequence[Redirect]) -> dict[Node, Node]:
    """Return for each node the one that stands for all it is joined with by redirects."""
    parent = {node: node for node in lives.nodes()}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for redirect in leading:
        source = root(lives.of(redirect.source, redirect.moment))
        parent[source] = root(lives.of(redirect.target, redirect.moment))
    return {node: root(node) for node in parent}


def _article(site: str, lives: _Lives, group: Sequence[Sighting], led: Sequence[Redirect]) -> Folded:
    nodes = [lives.of(sighting.url, sighting.moment) for sighting in group]
    uid = lives.uid(site, nodes[0])
    standing = [node for node in nodes if node not in lives.ended]
    url = (standing or nodes)[-1][0]
    # An article that moved may have been stored under its new address's name before: that name stays good too.
    own = {url} if article_uid(site, url) == uid else set()
    evidence: dict[str, list[str]] = defaultdict(list)
    for sighting in group:
        for address in {sighting.page, sighting.url} - own:
            evidence[address].append(sighting.moment[0])
    for redirect in led:
        if redirect.source not in own:
            evidence[redirect.source].append(redirect.moment[0])
    return Folded(
        uid=uid,
        url=url,
        readings=frozenset(sighting.reading for sighting in group),
        revisions=_revisions(group),
        aliases={address: (min(moments), max(moments)) for address, moments in sorted(evidence.items())},
    )


def _revisions(group: Sequence[Sighting]) -> tuple[Revision, ...]:
    """Two sightings make two revisions only where the same reader read them differently."""
    revisions: list[Revision] = []
    before: Sighting | None = None
    for sighting in group:
        at = sighting.moment[0]
        if before is None or (before.reader == sighting.reader and before.digest != sighting.digest):
            revisions.append(Revision(sighting.reading, at, at))
        else:
            revisions[-1] = Revision(sighting.reading, revisions[-1].first_seen_at, at)
        before = sighting
    return tuple(revisions)
