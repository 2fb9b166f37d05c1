"""How a run ended, in one line and one exit code. Scrapy's own finish reason alone says too little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacenews.model.run import ExitCode

_FEW = 3  # articles that could not be read say nothing of a site; as many do, where none could be


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a run when it has ended.

    Attributes:
        mode: Of the run.
        counts: What happened.
        finished: Whether the spider closed; False where the run was cut short.
        goes_on: Whether it went on with a run that was cut short, and may have found nothing left to do.
        lost: Who took the site over while this run stood still, or held what it wanted to write.
        fault: The first fault of ours, as text.
        unwell: Why the site could not be crawled.
        unread: An article that answered and could not be read.
        elsewhere: Another host, to which a list of the site redirects.
        refusal: Why an address of it may not be asked.
        stopped: Whether a person stopped it.
        exhausted: Which budget is used up.
        limited: Whether its limit ended it.
    """

    mode: str
    counts: Mapping[str, int]
    finished: bool
    goes_on: bool = False
    lost: str = ""
    fault: str = ""
    unwell: str = ""
    unread: str = ""
    elsewhere: str = ""
    refusal: str = ""
    stopped: bool = False
    exhausted: str = ""
    limited: bool = False


def judge(ending: Ending) -> tuple[ExitCode, str]:
    """Return the exit code of a run and its outcome."""
    code, words = _of_ours(ending) or _of_the_site(ending)
    lost = ending.counts.get("reopened", 0)
    if lost:
        words = f"{words}; {lost} articles that the archive had lost were read again"
    parked = ending.counts.get("parked", 0)
    pending = ending.counts.get("pending", 0) - parked
    if parked:
        words = f"{words}; {parked} wait outside the window of the backfill"
    return code, f"{words}; {pending} pending, the next run goes on with them" if pending else words


def _of_ours(ending: Ending) -> tuple[ExitCode, str] | None:
    if ending.lost:
        return ExitCode.HELD, ending.lost
    if ending.fault:
        return ExitCode.OUR_FAULT, f"our fault: {ending.fault}"
    if ending.stopped:
        return ExitCode.STOPPED, "stopped by hand"
    if not ending.finished:
        return ExitCode.OUR_FAULT, "our fault: it was cut short"
    return None


def _of_the_site(ending: Ending) -> tuple[ExitCode, str]:
    # What a run that had no requests left did not find says nothing of the site.
    unwell = ending.unwell or ("" if ending.exhausted else _unwell(ending))
    failed = ending.counts.get("failed", 0)
    if unwell:
        return ExitCode.SITE_UNWELL, f"the site is not well: {unwell}"
    if failed:
        return ExitCode.URLS_FAILED, f"{failed} addresses failed for good"
    return ExitCode.OK, ending.exhausted or (_limit(ending.counts) if ending.limited else "all done")


def _limit(counts: Mapping[str, int]) -> str:
    tried, stored = counts.get("tried", 0), counts.get("articles", 0)
    if tried <= stored:
        return "the limit is reached"
    return f"the limit is reached: {tried} articles were asked for, {stored} of them stored"


def _unwell(ending: Ending) -> str:
    return _refused(ending) or ("" if ending.mode == "fetch" else _drifted(ending) or _barren(ending))


def _refused(ending: Ending) -> str:
    counts, answered = ending.counts, _answered(ending)
    if counts.get("challenges", 0) * 2 > answered > 0:
        return f"{counts['challenges']} of {answered} pages were a bot check or a login"
    if counts.get("pages", 0) and not answered and not counts.get("failed", 0):
        return "robots.txt forbids every address" if counts.get("blocked") else ending.refusal
    return ""


def _drifted(ending: Ending) -> str:
    """Return what is to be known where every article that answered was refused; empty where not."""
    counts = ending.counts
    if counts.get("unread", 0) < _FEW or counts.get("articles", 0) or counts.get("archived", 0):
        return ""
    named = [name for name in counts if name.startswith("rejected.") and name != "rejected.absent"]
    main = max(named, key=lambda name: counts[name], default="rejected.no_article").partition(".")[2]
    return (
        f"none of the {counts['unread']} articles that answered could be read, mostly because of {main}: "
        f"`spacenews explain {ending.unread}` shows why"
    )


def _barren(ending: Ending) -> str:
    counts = ending.counts
    if ending.goes_on:
        return ""
    if counts.get("failed", 0) and not _answered(ending):
        return f"none of {counts['failed']} addresses could be had"
    if any(counts.get(name, 0) for name in ("links", "articles", "unchanged_lists")):
        return ""
    if ending.elsewhere:
        return f"its listing redirects to {ending.elsewhere}: add it to `hosts`"
    return "none of its sources lists an article"


def _answered(ending: Ending) -> int:
    counts = ending.counts
    return counts.get("pages", 0) - counts.get("blocked", 0) - counts.get("excluded", 0)
