"""A spec proposed from a look at a live site, with the evidence for each decision and what is not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from spacenews.model.rejection import Rejection
from spacenews.model.urls import host_of
from spacenews.operate.look import Evidence, Look, Refused
from spacenews.operate.look_articles import (
    WELL_READ,
    Sample,
    days_printed,
    is_article,
    offsets_shown,
    read_samples,
)
from spacenews.operate.look_home import Home, find_home, hosts_of, language_of, made_up, names_of
from spacenews.operate.look_links import (
    find_more,
    likely_articles,
    navigation_of,
    pages_of_others,
    sections_of,
)
from spacenews.operate.look_sources import Answered, Lists, capture_at, evidence_of, find_lists, read_parts
from spacenews.operate.look_zone import find_zone
from spacenews.operate.propose_judgment import about, is_scored, judge
from spacenews.operate.propose_layout import propose_layout
from spacenews.operate.propose_pairs import Pair, article_pairs, listing_pair, refused_pair
from spacenews.operate.propose_pattern import propose_pattern
from spacenews.operate.propose_sources import MOST_SECTIONS, find_listings, named_sources
from spacenews.reading import open_page, read_links
from spacenews.reading.language import language_tag
from spacenews.reading.learning.words import words_of
from spacenews.specs import Site

PREVIEW = 5
_SAMPLE = 6
_MORE_SAMPLE = 8  # where the common rules read badly and a layout has to be learnt
_LONGEST_NAME = 60
_OTHER_PARTS = re.compile(r"\s*(?:[|\u2013\u2014\u00bb\u00ab-]\s*)?(?:RSS )?Feed\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A spec and what speaks for it.

    Attributes:
        site: The spec.
        about: What is known of the site, in a sentence.
        rules: Source text of rules that are functions, by layout and field.
        evidence: Every decision.
        samples: Articles as the spec reads them, newest first as far as lists say.
        pairs: Fixtures.
        requests: How many were made.
    """

    site: Site
    about: str
    rules: dict[str, dict[str, str]]
    evidence: tuple[Evidence, ...]
    samples: tuple[Sample, ...]
    pairs: tuple[Pair, ...]
    requests: int

    @property
    def doubts(self) -> tuple[Evidence, ...]:
        """The decisions that a person should look at."""
        return tuple(each for each in self.evidence if not each.sure)


def propose_site(key: str, url: str, look: Look) -> Proposal | Refused:
    """Return a spec for the site at an address, or why none can be written.

    Args:
        key: The spec's; it is a valid one.
        url: Canonical address of the site's first page, or of one that redirects there.
        look: Asks the site; robots first, within its limit.

    Raises:
        StorageError: A capture cannot be read back.
    """
    home = find_home(url, look)
    if isinstance(home, Refused):
        return home
    lists = find_lists(home, look)
    if home.family != "wordpress" and (sign := _late_sign(lists)):
        # Its pages do not say so, but its feed or REST does: it is asked again as what it is.
        home = replace(home, family="wordpress", signs=(sign,), rest=urljoin(home.url, "wp-json/"))
        lists = find_lists(home, look)
    return _Work(key, home, lists, look).propose()


def _late_sign(lists: Lists) -> str:
    if "wordpress.org" in lists.said.generator.lower():
        return "its feed names WordPress as its generator"
    return "it answers as the REST of a WordPress" if lists.said.is_rest else ""


@dataclass(slots=True)
class _Work:
    """One proposal in the making."""

    key: str
    home: Home
    lists: Lists
    look: Look
    evidence: list[Evidence] = field(default_factory=list)
    rules: dict[str, dict[str, str]] = field(default_factory=dict)

    def propose(self) -> Proposal | Refused:
        home, lists, look = self.home, self.lists, self.look
        self.evidence += [*home.evidence(), *evidence_of(lists.answered)]
        site = made_up(home.url, hosts=hosts_of(home.host), family=home.family, key=self.key)
        sure = lists.sure()
        more = find_more(home.page, lambda url: url in sure or site.allows(url))
        site = replace(site, sources=(replace(site.sources[0], more=more),))
        samples = self._first_samples(site, more)
        articles = [each for each in samples if is_article(each, sure)]
        if not articles:
            return self._no_articles(samples)
        navigation = navigation_of([home.page, *(each.page for each in articles)], site)
        site = self._with_facts(site, articles)
        site = self._with_pattern(site, articles, navigation)
        no_articles = pages_of_others(navigation, (each.url for each in articles), site)
        others = list(dict.fromkeys((*lists.no_articles, *no_articles)))
        listings = self._listings(site, more, navigation, articles, others)
        site = self._with_sources(site, listings, articles)
        site, samples = self._with_layout(site, self._enough(site, listings, articles))
        pairs = [*article_pairs(site, samples), *listing_pair(site, listings, look)]
        refused, doubts = refused_pair(site, others, look)
        pairs += refused
        self.evidence += [*doubts, *judge(site, samples)]
        verified = "captured" if is_scored(site, samples, pairs) else "draft"
        why = "read as known on pages it was scored on" if verified == "captured" else "see what is not sure"
        self.evidence.append(Evidence("verified", verified, why, sure=verified == "captured"))
        return Proposal(
            site=replace(site, verified=verified),
            about=about(site, self.evidence),
            rules=self.rules,
            evidence=tuple(self.evidence),
            samples=tuple(samples),
            pairs=tuple(pairs),
            requests=look.spent,
        )

    def _first_samples(self, site: Site, more: str) -> list[Sample]:
        """Ask for some articles: the newest that lists name, the oldest, and what home seems to lead to."""
        lists, said = self.lists, self.lists.said
        sure = [*lists.sure()]
        texts = [url for url in sure if url in said.texts]
        oldest = sorted((url for url in said.instants if site.allows(url)), key=lambda url: said.instants[url])[:2]
        of_home = read_links(site, site.sources[0], self.home.capture)
        teasers = [] if isinstance(of_home, Rejection) else [each.url for each in of_home.links]
        guessed = [*teasers, *likely_articles(self.home.page, site)] if not sure or more else teasers
        if not sure:
            self.look.ask("parts of its sitemap", ())
            read_parts(self.home, lists, self.look)
            guessed += [*lists.mapped()][-_SAMPLE:]
        wanted = dict.fromkeys((*texts[:4], *sure[:2], *oldest, *guessed))
        urls = tuple(wanted)[:_SAMPLE]
        self.look.ask("some articles", urls)
        if sure:
            read_parts(self.home, lists, self.look)
        return read_samples(site, urls, said, self.look)

    def _no_articles(self, samples: Sequence[Sample]) -> Refused:
        said = [f"{each.source.kind} {each.source.url}: {each.note}" for each in self.lists.answered if each.note]
        said += [f"{each.url}: {each.reading if each.article is None else 'no date'}" for each in samples[:3]]
        seen = "; ".join(said) or "its first page links to nothing that looks like an article"
        return Refused(
            f"no article was found on {self.home.url}: {seen}. Name the page that lists its articles, or write the "
            f"spec by hand (docs/add-a-site.md)"
        )

    def _with_facts(self, site: Site, articles: Sequence[Sample]) -> Site:
        """Return the site with its name, language and time zone."""
        said = self.lists.said
        name, why = self._name()
        self.evidence.append(Evidence("name", name, why, sure=why != "its host"))
        stated = (language_of(self.home.page), *(language_of(each.page) for each in articles), said.language)
        language = next((tag for each in stated if (tag := language_tag(each))), "")
        if language:
            self.evidence.append(Evidence("language", language, "as its pages or feed state it"))
        else:
            self.evidence.append(Evidence("language", "-", "neither pages nor feed state one", sure=False))
        shown = [*said.offsets, *offsets_shown(articles)]
        zone, evidence = find_zone(said.zone, shown, days_printed(articles), self.home.host)
        self.evidence.append(evidence)
        return replace(site, name=name, language=language, timezone=zone)

    def _name(self) -> tuple[str, str]:
        for name, where in (*self.lists.said.names[:1], *names_of(self.home), *self.lists.said.names[1:]):
            plain = _OTHER_PARTS.sub("", " ".join(name.split()))
            if 0 < len(plain) <= _LONGEST_NAME and plain.isprintable() and words_of(plain):
                return plain, f"{where} says so"
        return self.home.host, "its host"

    def _with_pattern(self, site: Site, articles: Sequence[Sample], navigation: dict[str, str]) -> Site:
        """Return the site with `article_url`, where its family does not tell articles by other signs."""
        known = dict.fromkeys((*self.lists.sure(), *(each.url for each in articles)))
        others = [url for url in (*navigation, *self.lists.no_articles) if url not in known and url != site.home]
        pattern = propose_pattern(known, others)
        if site.family == "wordpress":
            why = f"{pattern}; a WordPress marks its articles, so the spec names no pattern"
            self.evidence.append(Evidence("article_url", pattern.regex, why))
            return site
        sure = bool(pattern.regex) and pattern.right == pattern.of and not pattern.wrong and pattern.unseen > 0
        self.evidence.append(Evidence("article_url", pattern.regex or "-", str(pattern), sure=sure))
        return replace(site, article_url=pattern.regex)

    def _listings(
        self,
        site: Site,
        more: str,
        navigation: dict[str, str],
        articles: Sequence[Sample],
        others: Sequence[str],
    ) -> list[Answered]:
        """Return the pages that list articles; a WordPress whose home does needs no other: its articles name them."""
        (home,) = find_listings(site, (), more, self.look)
        sections: list[str] = []
        if site.family != "wordpress" or len(home.articles) < len(articles):
            named = sections_of(navigation, (each.url for each in articles), site)
            sections = [url for url in named if site.matches_article(url) is not True][:MOST_SECTIONS]
        following = home.listing.next_page
        pages = [*([following.url] if following else []), *sections, *others[:2]]
        self.look.ask("pages that may list articles, and some that are none", pages)
        found = find_listings(site, sections, more, self.look)
        if not more and (more := next((words for each in found if (words := self._more_on(site, each))), "")):
            found = find_listings(site, sections, more, self.look)
        found = found[1:] if len(found) > 1 and not found[0].articles else found
        self.evidence += evidence_of(found)
        if following is not None:
            self._judge_page(site, home, following.url)
        if more:
            self.evidence.append(Evidence("more link", more, "so the links from teasers to articles are called"))
        return found

    def _judge_page(self, site: Site, first: Answered, url: str) -> None:
        """Say what the second page of a listing lists."""
        capture = capture_at(self.look, url)
        second = read_links(site, first.source, capture) if capture is not None else None
        listed = 0 if second is None or isinstance(second, Rejection) else len(second.links)
        said = f"it lists {listed} articles" if listed else "it lists nothing that could be read"
        self.evidence.append(Evidence("pages", url, said, sure=bool(listed)))

    def _more_on(self, site: Site, answered: Answered) -> str:
        capture = capture_at(self.look, answered.source.url)
        page = open_page(capture) if capture is not None else None
        return "" if page is None or isinstance(page, Rejection) else find_more(page, site.allows)

    def _with_sources(self, site: Site, listings: Sequence[Answered], articles: Sequence[Sample]) -> Site:
        """Return the site with its sources and the hosts that they and the articles are on."""
        pages = [each.source for each in listings if each.articles]
        sources = named_sources(self.home, self.lists, pages)
        if not sources:
            sources = site.sources
            self.evidence.append(Evidence("sources", site.home, "no list of articles was found", sure=False))
        used = (self.home.host, *(host_of(each.url) for each in sources), *(host_of(each.url) for each in articles))
        return replace(site, sources=sources, hosts=tuple(each for each in dict.fromkeys(used) if each in site.hosts))

    def _enough(self, site: Site, listings: Sequence[Answered], articles: Sequence[Sample]) -> list[Sample]:
        """Return five articles where there are so many: those that are known, and more that listings name."""
        known = {each.url for each in articles}
        more = dict.fromkeys(url for each in listings for url in each.articles if url not in known)
        wanted = tuple(more)[: max(0, PREVIEW - len(articles))]
        if wanted:
            self.look.ask("more articles", wanted)
        return [*articles, *read_samples(site, wanted, self.lists.said, self.look)]

    def _with_layout(self, site: Site, articles: Sequence[Sample]) -> tuple[Site, list[Sample]]:
        """Return the site with a layout where the rules that all sites share do not read the known texts."""
        samples = read_samples(site, (each.url for each in articles), self.lists.said, self.look)
        scores = [score for each in samples if (score := each.body_score) is not None]
        bad = [score for score in scores if score < WELL_READ]
        if not bad or len(bad) * 3 <= len(scores):
            return site, samples
        known = {each.url for each in samples}
        texts = [url for url in self.lists.said.texts if url not in known and site.allows(url)][:_MORE_SAMPLE]
        self.look.ask("more articles, to learn how they are laid out", texts)
        samples += read_samples(site, texts, self.lists.said, self.look)
        articles_at = {each.capture.url for each in samples}
        seen = [capture for url in self.look.asked if (capture := capture_at(self.look, url))]
        proposed = propose_layout(site, samples, [each for each in seen if each.url not in articles_at])
        self.evidence += proposed.evidence
        self.rules = proposed.rules
        urls = [each.url for each in samples]
        return proposed.site, read_samples(proposed.site, urls, self.lists.said, self.look)
