"""The facts that the archive is folded from, and the words that the parts of the fold share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
        text: Row number of its body.
        title: As printed.
        titled: Whether the page prints a title at all.
        published_on: Day that it states, or None.
        words: Of its body.
        held: Why the monitor holds it back; empty: it does not, or a person outranks it.
        accepted: A person took it, however it compares.
    """

    moment: Moment
    page: str
    url: str
    reading: int
    digest: str
    reader: str
    text: int
    title: str
    titled: bool
    published_on: str | None
    words: int
    held: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """A 3xx answer: `source` led to `target` at this moment; both canonical, never equal.

    Attributes:
        permanent: Status 301 or 308.
        served: Whether the site served articles at that time.
    """

    moment: Moment
    source: str
    target: str
    permanent: bool
    served: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer without a page: 404 and 410 say that nothing is there, 304 that it still is.

    Attributes:
        served: Whether the site served articles at that time.
    """

    moment: Moment
    url: str
    status: int
    served: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A capture that was read and gave no article, though its status says that it is one.

    Attributes:
        reading: Row number of the rejected reading.
        reason: Why, in one line.
    """

    moment: Moment
    url: str
    reading: int
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One content: its last reading, and when it was first and last captured."""

    reading: int
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that is worse than what the article shows, and waits.

    Attributes:
        reading: The doubtful one.
        since: When it was first captured after the last good one.
        reason: What is worse about it, in one line.
    """

    reading: int
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an article is still on its site.

    Attributes:
        vanished_at: When the first of the answers that decided it was captured; None: it is live.
        reason: `gone`, `moved to URL` or `redirects to URL`; empty for a live one.
        missed_days: On how many days since it was last seen it was not there while the site served articles; what
            is folded does not hold it, `find_standing` counts it.
    """

    vanished_at: str | None = None
    reason: str = ""
    missed_days: int = 0

    @property
    def state(self) -> str:
        """The word of the column."""
        return "live" if self.vanished_at is None else "vanished"


@dataclass(frozen=True, slots=True)
class Folded:
    """One article, worked out: what its rows must hold.

    Attributes:
        readings: Row numbers of every reading it has.
        revisions: Never empty; the last one's reading is what the article shows.
        aliases: Every other address, with when it was first and last seen; the article's own one too, where its uid
            is not made from it.
        doubts: What waits for a better capture or a person; none of it is in the revisions' time.
        standing: Whether it is still there.
        names: Its uid, and those that what was joined with it would have alone.
    """

    uid: str
    url: str
    readings: frozenset[int]
    revisions: tuple[Revision, ...]
    aliases: Mapping[str, tuple[str, str]]
    doubts: tuple[Doubt, ...] = ()
    standing: Standing = Standing()
    names: frozenset[str] = frozenset()

    @property
    def current(self) -> int:
        """The reading that is shown."""
        return self.revisions[-1].reading
