"""Some articles of a site, read as its spec would read them, beside what its lists say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from spacenews.model.capture import Capture
from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection
from spacenews.operate.look import Look
from spacenews.operate.look_feeds import Said, plain_text, stated_offset
from spacenews.operate.look_sources import capture_at
from spacenews.operate.look_zone import Printed, Shown, offset_between
from spacenews.reading import HtmlPage, open_page, read_article
from spacenews.reading.instants import parse_stamp
from spacenews.reading.learning import Known
from spacenews.reading.learning.words import f1_of, words_of
from spacenews.specs import Site

WELL_READ = 0.95  # F1 of a body against its known text, below which it is read badly
_ENOUGH_WORDS = 60
_MACHINES = ("json-ld:", "meta:", "time[", "microdata:")


@dataclass(frozen=True, slots=True)
class Sample:
    """One article that was asked for.

    Attributes:
        url: As it was listed.
        capture: As it came.
        page: It, parsed.
        reading: What the site's spec reads there.
        text: The article's text as a list or the page's JSON-LD has it; empty where neither has.
        title: As lists say it; empty where they do not.
        at: When it was published, as lists say; None where they do not.
    """

    url: str
    capture: Capture
    page: HtmlPage
    reading: Reading | Rejection
    text: str = ""
    title: str = ""
    at: datetime | None = None

    @property
    def article(self) -> Reading | None:
        """The reading, where it is one."""
        return None if isinstance(self.reading, Rejection) else self.reading

    @property
    def body_score(self) -> float | None:
        """How well the body read is the known text, 0 to 1; None where no text is known."""
        if not self.text:
            return None
        body = self.article.body if self.article else ()
        return f1_of([word for part in body for word in words_of(part)], words_of(self.text))

    @property
    def has_right_title(self) -> bool | None:
        """Whether the title read is the one listed; None where none is."""
        if not self.title:
            return None
        return self.article is not None and words_of(self.article.title) == words_of(self.title)

    def has_right_day(self, zone: ZoneInfo) -> bool | None:
        """Whether the day read is that of the listed instant in a zone; None where page or list states none."""
        if self.at is None or self.article is None or self.article.published is None:
            return None
        return self.article.published.on == self.at.astimezone(zone).date()

    def as_known(self, zone: ZoneInfo) -> Known:
        """Return what is known of the page, to learn a layout from."""
        day = self.at.astimezone(zone).date() if self.at else None
        return Known(capture=self.capture, body=self.text, title=self.title or None, day=day)


def read_samples(site: Site, urls: Iterable[str], said: Said, look: Look) -> list[Sample]:
    """Return the articles that were asked for and answered with a page, each read by a site's spec.

    Raises:
        SpecError: A function in the site's spec failed.
    """
    samples = []
    for url in urls:
        capture = capture_at(look, url)
        page = open_page(capture) if capture is not None else None
        if capture is None or page is None or isinstance(page, Rejection):
            continue
        reading = read_article(site, capture)
        text = said.texts.get(url) or _stated_text(page)
        samples.append(Sample(url, capture, page, reading, text, said.titles.get(url, ""), said.instants.get(url)))
    return samples


def is_article(sample: Sample, sure: Iterable[str]) -> bool:
    """Whether a page is surely one's: a list says so, or it has a date and a text."""
    reading = sample.article
    if reading is None:
        return False
    words = sum(len(part.split()) for part in reading.body)
    return sample.url in set(sure) or (reading.published is not None and words >= _ENOUGH_WORDS)


def offsets_shown(samples: Sequence[Sample]) -> Iterator[Shown]:
    """Give the offsets that pages show: those beside machine-readable times, and of printed times of known instants."""
    for sample in samples:
        for each in sample.article.evidence if sample.article else ():
            if each.field != "published":
                continue
            stamp = parse_stamp(each.raw)
            if each.source.startswith(_MACHINES) and stamp and stamp.at and (offset := stated_offset(each.raw)):
                yield Shown(stamp.at, offset, "pages")
        yield from _printed_offset(sample)


def days_printed(samples: Sequence[Sample]) -> list[Printed]:
    """Return the days that pages print beside the instants that lists state."""
    return [
        Printed(each.at, each.article.published.on)
        for each in samples
        if each.at and each.article and each.article.published
    ]


def _printed_offset(sample: Sample) -> Iterator[Shown]:
    """Give the offset that a printed time without a zone has, where a list states the instant."""
    published = sample.article.published if sample.article else None
    if sample.at is None or published is None or published.at is None or published.zone != "site":
        return
    local = published.at.replace(tzinfo=None)  # read as if the site's zone were UTC
    offset = offset_between(local, sample.at.replace(second=0))
    if offset is not None and abs(offset) <= timedelta(hours=14):
        yield Shown(sample.at, offset, "printed times")


def _stated_text(page: HtmlPage) -> str:
    stated = page.json_ld("articleBody")
    text = plain_text(stated[0], page.url) if stated else ""
    return text if len(text.split()) >= _ENOUGH_WORDS else ""
