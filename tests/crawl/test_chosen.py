"""What may be set for one run is a list, and a value that could not be meant is refused."""

from __future__ import annotations

import pytest

from spacenews.crawl.chosen import check_project, check_settings, ours_alone, settable
from spacenews.model.errors import UsageError


@pytest.mark.parametrize(
    "name",
    [
        "ADDONS",
        "COOKIES_ENABLED",
        "DOWNLOADER_MIDDLEWARES",
        "DOWNLOADER_MIDDLEWARES_BASE",
        "DOWNLOAD_HANDLERS",
        "DOWNLOAD_VERIFY_CERTIFICATES",
        "EXTENSIONS",
        "HTTPPROXY_ENABLED",
        "ITEM_PIPELINES",
        "REDIRECT_ENABLED",
        "RETRY_ENABLED",
        "ROBOTSTXT_OBEY",
        "SCHEDULER",
        "SPIDER_LOADER_CLASS",
        "SPIDER_MIDDLEWARES",
        "TELNETCONSOLE_ENABLED",
        "TWISTED_REACTOR",
    ],
)
def test_components_and_protections_are_kept_as_they_are(name: str) -> None:
    with pytest.raises(UsageError, match=f"--set {name}: a run keeps this as it is"):
        check_settings({name: "{}"})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DOWNLOAD_TIMEOT", "there is no such setting; did you mean DOWNLOAD_TIMEOUT"),
        ("SPACENEWS_RETRY_TIME", "did you mean SPACENEWS_RETRY_TIMES"),
        ("USER_AGENT", "set SPACENEWS_CONTACT in the environment"),
        ("SPACENEWS_DATA", "use --data"),
    ],
)
def test_what_is_not_set_here_is_refused_with_what_would_do(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_settings({name: "1"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("DOWNLOAD_TIMEOUT", text) for text in ("nan", "inf", "-1", "0", "", "ten", "1e300")),
        *(("DOWNLOAD_DELAY", text) for text in ("nan", "inf", "-0.5")),
        *(("CONCURRENT_REQUESTS", text) for text in ("0", "-1", "1.5", "65", "9" * 30)),
        *(("SPACENEWS_RETRY_TIMES", text) for text in ("-1", "2.0", "two")),
        ("SPACENEWS_HEARTBEAT_SECONDS", "0"),
        ("DOWNLOAD_MAXSIZE", "0"),
        ("STATS_DUMP", "maybe"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_its_form(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=f"--set {name}={text}: its value is "):
        check_settings({name: text})


def test_a_value_has_the_type_of_its_setting() -> None:
    given = {"DOWNLOAD_TIMEOUT": "0.5", "SPACENEWS_RETRY_TIMES": "0", "STATS_DUMP": "yes", "LOG_LEVEL": "INFO"}
    assert check_settings(given) == {
        "DOWNLOAD_TIMEOUT": 0.5,
        "SPACENEWS_RETRY_TIMES": 0,
        "STATS_DUMP": True,
        "LOG_LEVEL": "INFO",
    }


def test_every_limit_of_ours_may_be_set_to_its_default() -> None:
    from spacenews.crawl import settings

    own = {name: str(getattr(settings, name)) for name in settable() if name.startswith("SPACENEWS_")}
    assert len(own) > 10
    assert check_settings(own) == {name: getattr(settings, name) for name in own}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDONS", {"orbit.Addon": 0}),
        ("DOWNLOADER", "orbit.Downloader"),
        ("DOWNLOADER_MIDDLEWARES", {}),
        ("DOWNLOADER_MIDDLEWARES_BASE", {"orbit.Middleware": 1}),
        ("DOWNLOAD_HANDLERS", {"https": "orbit.Handler"}),
        ("EXTENSIONS", {}),
        ("HTTPCACHE_ENABLED", True),
        ("ITEM_PIPELINES", {}),
        ("ROBOTSTXT_OBEY", False),
        ("SCHEDULER", "orbit.Scheduler"),
        ("SPIDER_MIDDLEWARES", {"orbit.Middleware": 1}),
        ("USER_AGENT", "orbit"),
    ],
)
@pytest.mark.parametrize("priority", ["project", "cmdline"])
def test_scrapy_crawl_replaces_no_part_of_a_run_whoever_says_so(name: str, value: object, priority: str) -> None:
    base = ours_alone()
    check_project(base)
    base.set(name, value, priority=priority)
    with pytest.raises(UsageError, match=f"-s {name}: "):
        check_project(base)


def test_what_may_be_set_for_scrapy_crawl_has_the_same_bounds() -> None:
    base = ours_alone()
    base.update({"DOWNLOAD_DELAY": "2", "LOG_LEVEL": "INFO", "LOG_FILE": "run.log", "SPACENEWS_DATA": "x"}, "cmdline")
    check_project(base)
    base.set("DOWNLOAD_DELAY", "nan", priority="cmdline")
    with pytest.raises(UsageError, match="DOWNLOAD_DELAY=nan"):
        check_project(base)
