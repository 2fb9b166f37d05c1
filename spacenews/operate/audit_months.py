"""Coverage by month: what is held, what is known and missing, and where there is less than the site's own rhythm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from spacenews.operate.audit_statistics import poisson_at_most

NEIGHBORS = 6  # months on either side
LIKELY = 0.01  # what chance brings less often than this is worth a look
_FEWEST_NEIGHBORS = 6
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a site.

    Attributes:
        month: YYYY-MM.
        archived: Articles published in it that the archive holds, without duplicates.
        missing: Articles known to be of it that the archive lacks.
        usual: Median of the known articles of the months around it; None at the edges, where it has no meaning.
        reason: Why it is worth a look; empty where it is not.
    """

    month: str
    archived: int
    missing: int = 0
    usual: float | None = None
    reason: str = ""


def read_months(archived: Iterable[str], missing: Iterable[str]) -> tuple[Month, ...]:
    """Return every month from the first to the last that has an article, those without any among them.

    A month is worth a look where so few articles, or fewer, would come by chance less than once in a hundred times,
    if they came independently (a Poisson distribution) at the median rate of the six months before and after it. The
    first and the last month are only in part the site's, and are not judged; neither is a site so quiet that an empty
    month is nothing unusual (below five a month).

    Args:
        archived: The days, YYYY-MM-DD, of the articles that are held.
        missing: Those of articles that are known and not held.
    """
    held, lacking = (Counter(day[:7] for day in days) for days in (archived, missing))
    known = held + lacking
    if not known:
        return ()
    names = list(_between(min(known), max(known)))
    counts = [known[name] for name in names]
    return tuple(_judge(name, at, counts, held[name], lacking[name]) for at, name in enumerate(names))


def _between(first: str, last: str) -> Iterator[str]:
    begin, end = (int(name[:4]) * _YEAR + int(name[5:]) - 1 for name in (first, last))
    return (f"{number // _YEAR:04}-{number % _YEAR + 1:02}" for number in range(begin, end + 1))


def _judge(name: str, at: int, counts: list[int], held: int, lacking: int) -> Month:
    around = counts[max(0, at - NEIGHBORS) : at] + counts[at + 1 : at + 1 + NEIGHBORS]
    if at in {0, len(counts) - 1} or len(around) < _FEWEST_NEIGHBORS:
        return Month(name, held, lacking)
    usual = median(around)
    chance = poisson_at_most(counts[at], usual)
    reason = ""
    if chance < LIKELY:
        reason = (
            f"{counts[at]} known, where the {len(around)} months around it have {usual:g} (median): by chance "
            f"{'less than once in 10,000' if chance < LIKELY**2 else f'once in {1 / chance:,.0f}'}"
        )
    return Month(name, held, lacking, usual, reason)
