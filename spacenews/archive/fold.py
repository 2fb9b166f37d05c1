"""From facts to articles: which readings are one article, where, in which revisions, and whether it is there. Pure.

The facts are sightings (a capture was read as an article), redirects, answers that say that nothing is there, and
refusals (a page that gave no article). Their order is `captured_at`, then record uuid; never the order in which they
were stored. So rows that grew in a live crawl equal rows that were rebuilt.

An address has lives: when it is read as an article again after its article moved on, something else may stand there
now (slugs are used again), so its next life is an article of its own unless a redirect leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from spacenews.archive.doubt import find_doubt
from spacenews.archive.facts import Answer, Doubt, Folded, Moment, Node, Redirect, Refusal, Revision, Sighting, Standing
from spacenews.archive.lives import Lives, join
from spacenews.archive.moves import find_parted, redirects_to_articles
from spacenews.archive.standing import judge_standing
from spacenews.model.ids import article_uid


def fold(
    site: str,
    sightings: Iterable[Sighting],
    redirects: Iterable[Redirect],
    answers: Iterable[Answer] = (),
    refusals: Iterable[Refusal] = (),
) -> tuple[Folded, ...]:
    """Return the articles that these facts make, in the order of their first sighting.

    What was only ever read in ways that the monitor holds back is no article yet. Everything known of an address and
    every redirect around it must be given, or lives and revisions come out wrong.
    """
    seen = sorted(sightings, key=lambda sighting: sighting.moment)
    ordered = sorted(redirects, key=lambda redirect: redirect.moment)
    leading = redirects_to_articles(ordered, {sighting.url for sighting in seen})
    parted = find_parted(seen, leading)
    moves = [redirect for redirect in leading if redirect.moment not in parted]
    lives = Lives(seen, moves)
    whole = _Whole(site, lives, join(lives.nodes(), map(lives.ends, moves)), parted)
    groups = _group(whole, seen, ordered, leading)
    read = {sighting.url for sighting in seen}
    for answer in answers:
        if answer.url in read:
            groups[whole.root(answer.url, answer.moment)].answers.append(answer)
    for refusal in refusals:
        if refusal.url in read:
            groups[whole.root(refusal.url, refusal.moment)].refusals.append(refusal)
    return tuple(_article(whole, group) for group in groups.values() if any(not each.held for each in group.seen))


@dataclass(frozen=True, slots=True)
class _Whole:
    """All that the articles of one fold share."""

    site: str
    lives: Lives
    nodes: dict[Node, Node]
    parted: set[Moment]

    def root(self, url: str, moment: Moment) -> Node:
        return self.nodes[self.lives.of(url, moment)]


@dataclass(slots=True)
class _Group:
    """The facts of one article, each list by moment but the last two."""

    seen: list[Sighting] = field(default_factory=list)
    led: list[Redirect] = field(default_factory=list)
    away: list[Redirect] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def _group(
    whole: _Whole, seen: Sequence[Sighting], redirects: Sequence[Redirect], leading: Sequence[Redirect]
) -> dict[Node, _Group]:
    groups: dict[Node, _Group] = defaultdict(_Group)
    for sighting in seen:
        groups[whole.root(sighting.url, sighting.moment)].seen.append(sighting)
    read = {sighting.url for sighting in seen}
    leads = {redirect.moment for redirect in leading}
    for redirect in redirects:
        is_move = redirect.moment in leads and redirect.moment not in whole.parted
        if is_move:
            groups[whole.root(redirect.source, redirect.moment)].led.append(redirect)
        elif redirect.source in read:
            groups[whole.root(redirect.source, redirect.moment)].away.append(redirect)
        elif redirect.moment in leads:
            # An address that never held an article leads to another one now: it was a name of each in its time.
            groups[whole.root(redirect.target, redirect.moment)].led.append(redirect)
    return groups


def _article(whole: _Whole, group: _Group) -> Folded:
    lives, site = whole.lives, whole.site
    nodes = [lives.of(sighting.url, sighting.moment) for sighting in group.seen]
    uid = lives.uid(site, nodes[0])
    standing = [node for node in nodes if node not in lives.ended]
    url = (standing or nodes)[-1][0]
    revisions, doubts, good = _revisions(group.seen, _confirmed(url, group), group.refusals)
    return Folded(
        uid=uid,
        url=url,
        readings=frozenset(sighting.reading for sighting in group.seen),
        revisions=revisions,
        aliases=_aliases(group, {url} if article_uid(site, url) == uid else set()),
        doubts=(*doubts, *_refused(url, good, group.refusals)),
        standing=_standing(whole, url, group),
        names=frozenset(lives.uid(site, node) for node in nodes),
    )


def _aliases(group: _Group, own: set[str]) -> dict[str, tuple[str, str]]:
    """An article that moved may have been stored under its new address's name before: that name stays good too."""
    evidence: dict[str, list[str]] = defaultdict(list)
    for sighting in group.seen:
        for address in {sighting.page, sighting.url} - own:
            evidence[address].append(sighting.moment[0])
    for redirect in group.led:
        if redirect.source not in own:
            evidence[redirect.source].append(redirect.moment[0])
    return {address: (min(moments), max(moments)) for address, moments in sorted(evidence.items())}


def _confirmed(url: str, group: _Group) -> list[Moment]:
    """Return when its addresses answered 304; one that it has left speaks of it only up to its last redirect."""
    left = {redirect.source: redirect.moment for redirect in group.led if redirect.source != url}
    return [
        answer.moment
        for answer in group.answers
        if answer.status == HTTPStatus.NOT_MODIFIED and (answer.url not in left or answer.moment < left[answer.url])
    ]


def _revisions(
    seen: Sequence[Sighting], confirmed: Iterable[Moment], refusals: Iterable[Refusal]
) -> tuple[tuple[Revision, ...], tuple[Doubt, ...], Moment]:
    """Return the revisions, what waits (doubtful readings that no good one has followed), and the last good moment.

    Two sightings make two revisions only where the same reader read them differently. A 304 says that what was
    captured before it still stands there: the last revision, unless something doubtful came after that.
    """
    revisions: list[Revision] = []
    doubts: dict[int, Doubt] = {}
    good: Sighting | None = None
    events: list[tuple[Moment, Sighting | Refusal | None]] = [(sighting.moment, sighting) for sighting in seen]
    events += [(refusal.moment, refusal) for refusal in refusals]
    events += [(moment, None) for moment in confirmed]
    is_plain = True
    for moment, sighting in sorted(events, key=lambda event: event[0]):
        at = moment[0]
        if not isinstance(sighting, Sighting):
            is_plain = is_plain and sighting is None
            if revisions and is_plain and not doubts:
                revisions[-1] = replace(revisions[-1], last_seen_at=at)
            continue
        if good is None and sighting.held:
            continue
        if good is not None and (reason := _find_doubt(good, sighting)):
            doubts.setdefault(sighting.reading, Doubt(sighting.reading, at, reason))
            continue
        if good is None or (good.reader == sighting.reader and good.digest != sighting.digest):
            revisions.append(Revision(sighting.reading, at, at))
        else:
            revisions[-1] = Revision(sighting.reading, revisions[-1].first_seen_at, at)
        good, is_plain = sighting, True
        doubts.clear()
    return tuple(revisions), tuple(doubts.values()), (good or seen[0]).moment


def _find_doubt(good: Sighting, later: Sighting) -> str:
    """Return why a reading waits: a person's word goes before the monitor's, and that before the comparison."""
    if later.accepted or later.reading == good.reading:
        return ""
    return later.held or find_doubt(good, later)


def _refused(url: str, good: Moment, refusals: Iterable[Refusal]) -> list[Doubt]:
    """Return the pages at its address that gave no article since it was last read well."""
    later = sorted(
        (refusal for refusal in refusals if refusal.url == url and refusal.moment > good),
        key=lambda refusal: (refusal.moment, refusal.reading),
    )
    return [Doubt(refusal.reading, refusal.moment[0], refusal.reason) for refusal in later]


def _standing(whole: _Whole, url: str, group: _Group) -> Standing:
    return judge_standing(
        group.seen[-1].moment,
        [answer for answer in group.answers if answer.url == url],
        [redirect for redirect in group.away if redirect.source == url],
        whole.parted,
    )
