"""Which settings a person may give one run, and what a value of each looks like: `--set NAME=VALUE`.

A list of what may be set, not of what may not: most of Scrapy's settings name components or switch protections off,
and a run without its robots.txt, its captures or its check of addresses would harm the site, or the archive.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping

from scrapy.settings import SETTINGS_PRIORITIES, Settings, default_settings

from spacenews.crawl import settings as ours
from spacenews.model.errors import UsageError

_SCRAPYS = (
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "DNSCACHE_ENABLED",
    "DNSCACHE_SIZE",
    "DNS_TIMEOUT",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "LOG_LEVEL",
    "REACTOR_THREADPOOL_MAXSIZE",
    "STATS_DUMP",
)
_ELSEWHERE = {
    "SPACENEWS_ALLOW_LOOPBACK": "use --allow-loopback",
    "SPACENEWS_CONTACT": "set it in the environment",
    "SPACENEWS_DATA": "use --data",
    "SPACENEWS_SITES": "use --sites",
    "USER_AGENT": "it names this program and how to reach you: set SPACENEWS_CONTACT in the environment",
}
# It has no options of its own for these, and notes the module that it has its settings from.
_SCRAPY_CRAWL = (frozenset(_ELSEWHERE) | {"SETTINGS_MODULE"}) - {"USER_AGENT"}
_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")
_MOST = 1_000_000_000  # bytes, seconds or pages: thirty years of waiting, and no number of the machine overflows
_MOST_AT_ONCE = {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64, "REACTOR_THREADPOOL_MAXSIZE": 64}
# Of these nothing would be no limit, or no progress.
_NEVER_ZERO = {
    *_MOST_AT_ONCE,
    "DNS_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "SPACENEWS_BARREN_PAGES",
    "SPACENEWS_HEARTBEAT_SECONDS",
    "SPACENEWS_LEASE_SECONDS",
    "SPACENEWS_MAX_PAGES",
    "SPACENEWS_OUTAGE",
    "SPACENEWS_STALLED_SECONDS",
    "SPACENEWS_SYNC_CAPTURES",
}
_SECONDS = {"DNS_TIMEOUT", "DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT"}  # Scrapy's own defaults of these are whole numbers
_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def check_settings(chosen: Mapping[str, str]) -> dict[str, str | float | bool]:
    """Return settings with values of their types.

    Raises:
        UsageError: One may not be set, or its value is none.
    """
    return {name: _value(name, text) for name, text in chosen.items()}


def check_project(base: Settings) -> None:
    """See that settings given to `scrapy crawl` leave a run what it is made of.

    Whatever is not ours, or Scrapy's own default, would replace a component that keeps robots.txt, captures or the
    pace; be it given by `-s`, by another project's settings or by the environment.

    Raises:
        UsageError: One may not be set, or its value is none.
    """
    given, kept = _values(base), _values(ours_alone())
    free = {*settable(), *_SCRAPY_CRAWL, *(name for name in dir(default_settings) if name.startswith("LOG_"))}
    for name in sorted({*given, *kept} - free):
        if given.get(name) != kept.get(name):
            raise UsageError(f"-s {name}: {_why_not(name)}")
    for name in settable():
        if (base.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]:
            _value(name, str(given[name]))


def _values(settings: Settings) -> dict[str, object]:
    # as they are: to ask for a name that Scrapy gives up is a warning
    return {name: attribute.value for name, attribute in settings.attributes.items()}


def ours_alone() -> Settings:
    """Return our settings over Scrapy's own, and nothing else."""
    settings = Settings()
    settings.setmodule(ours, priority="project")
    return settings


def settable() -> list[str]:
    """Return the names that may be set."""
    own = (name for name in vars(ours) if name.startswith("SPACENEWS_") and name not in _ELSEWHERE)
    return sorted({*_SCRAPYS, *own})


def _value(name: str, text: str) -> str | float | bool:
    if name not in settable():
        raise UsageError(f"--set {name}: {_why_not(name)}")
    value: str | float | bool
    default = getattr(ours, name, getattr(default_settings, name, None))
    if isinstance(default, bool):
        fits, value, form = text.lower() in _FLAGS, _FLAGS.get(text.lower(), False), "true or false"
    elif isinstance(default, str):
        fits, value, form = text in _LEVELS, text, f"one of {', '.join(_LEVELS)}"
    else:
        whole = isinstance(default, int) and name not in _SECONDS
        number = value = _number(text, whole=whole)
        most = _MOST_AT_ONCE.get(name, _MOST)
        fits = 0 <= number <= most and (number > 0 or name not in _NEVER_ZERO)
        bound = "more than 0" if name in _NEVER_ZERO else "0 or more"
        form = f"a {'whole ' if whole else ''}number, {bound}, and at most {most}"
    if not fits:
        raise UsageError(f"--set {name}={text}: its value is {form}")
    return value


def _number(text: str, *, whole: bool) -> float:
    """Return the number that a text is; one that fits no bound where it is none."""
    try:
        return int(text) if whole else float(text)
    except ValueError:
        return math.nan


def _why_not(name: str) -> str:
    if name in _ELSEWHERE:
        return f"this is not set here: {_ELSEWHERE[name]}"
    known = hasattr(default_settings, name) or hasattr(ours, name)
    what = "a run keeps this as it is" if known else "there is no such setting"
    near = difflib.get_close_matches(name, settable(), n=1)
    hint = f"did you mean {near[0]}?" if near and not known else f"there are {', '.join(settable())}"
    return f"{what}; {hint}"
