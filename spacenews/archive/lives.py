"""The lives of an address: what stands there after a move is another article than what stood there before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacenews.archive.facts import Moment, Node, Redirect, Sighting
from spacenews.model.ids import article_uid


class Lives:
    """The events of each address in order, each with the life it belongs to: readings, then redirects, then anew.

    Args:
        seen: By moment.
        moves: Redirects that end a life, by moment.

    Attributes:
        ended: Lives that end in a redirect.
        held: What was read as an article in each life that holds one.
    """

    def __init__(self, seen: Sequence[Sighting], moves: Sequence[Redirect]) -> None:
        events: dict[str, list[tuple[Moment, bool]]] = defaultdict(list)
        for sighting in seen:
            events[sighting.url].append((sighting.moment, True))
        for redirect in moves:
            events[redirect.source].append((redirect.moment, False))
        self._moments: dict[str, list[Moment]] = {}
        self._numbers: dict[str, list[int]] = {}
        self.ended: set[Node] = set()
        self._read: dict[str, list[int]] = defaultdict(list)  # lives in which an article was read, in order
        for url, happened in events.items():
            self._tell(url, sorted(happened))
        self.held: dict[Node, list[Sighting]] = defaultdict(list)
        for sighting in seen:
            self.held[self.of(sighting.url, sighting.moment)].append(sighting)

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
        """Return every life of every address."""
        return [(url, life) for url, numbers in self._numbers.items() for life in sorted(set(numbers))]

    def of(self, url: str, moment: Moment) -> Node:
        """Return the life of the address's next event, this moment's included: what was found then; else the last."""
        at = bisect_left(self._moments[url], moment)
        numbers = self._numbers[url]
        return url, numbers[min(at, len(numbers) - 1)]

    def uid(self, site: str, node: Node) -> str:
        """Return the public name of the article that was first read in a life."""
        url, life = node
        number = self._read[url].index(life)
        return article_uid(site, url if number == 0 else f"{url}#{number + 1}")

    def ends(self, redirect: Redirect) -> tuple[Node, Node]:
        """Return the life that a redirect leads away from, and the one that it leads to."""
        return self.of(redirect.source, redirect.moment), self.of(redirect.target, redirect.moment)


def join(nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]) -> dict[Node, Node]:
    """Return for each node the one that stands for all it is joined with by these pairs."""
    parent = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {node: root(node) for node in parent}
