"""A wrong spec is refused when it is built, with the field, the reason and an example."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from spacenews.model.errors import SpecError, UnknownSiteError, UsageError
from spacenews.specs import Layout, Site, Source, SpecRegistry, wordpress
from spacenews.specs.registry import BUILT_IN

HOME = "https://orbitdaily.example/"


def site(**changed: Any) -> Site:
    given: dict[str, Any] = {
        "key": "orbitdaily",
        "name": "Orbit Daily",
        "home": HOME,
        "timezone": "America/New_York",
        "sources": (Source(kind="listing", url=HOME),),
    }
    return Site(**{**given, **changed})


def test_five_fields_are_enough() -> None:
    built = site()
    assert built.hosts == ("orbitdaily.example",)
    assert built.zone.key == "America/New_York"
    assert built.allows("https://orbitdaily.example/a/")
    assert not built.allows("https://other.example/a/")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"key": "Orbit Daily"}, "Site.key is 'Orbit Daily': small letters, digits and _, such as"),
        ({"key": None}, "Site.key"),
        ({"name": " "}, "name is ' ', and should be the publisher's own name"),
        ({"home": "orbitdaily.example"}, "home is 'orbitdaily.example', and should be such as 'https://"),
        ({"timezone": "Moscow"}, "timezone is 'Moscow', and should be an IANA name, such as 'Europe/Moscow'"),
        ({"timezone": "../etc"}, "timezone"),
        ({"sources": ()}, "sources is (), and should be a tuple of Source"),
        ({"sources": [Source(kind="feed", url=HOME)]}, "sources is ["),
        ({"hosts": ("orbitdaily.example")}, "one element needs its comma"),
        ({"layouts": (Layout(name="a", marker="b"))}, "layouts is Layout("),
        ({"language": "english"}, "BCP 47"),
        ({"verified": "yes"}, "one of draft, rebuilt, captured"),
        ({"article_url": "(["}, "a regular expression, such as"),
        ({"family": "wordpres"}, "family is 'wordpres': one of"),
        ({"hosts": ("www.orbitdaily.example",)}, "is on none of its hosts (www.orbitdaily.example); add it"),
        ({"home": "http://[::1]:8771/"}, "hosts has [::1]:8771: an IPv6 address cannot be asked"),
        ({"layouts": (Layout(name="a", marker="b"), Layout(name="a", marker="c"))}, "two layouts have one name"),
    ],
)
def test_a_wrong_field_is_named_with_an_example(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError) as refused:
        site(**changed)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "rss", "url": HOME}, "Source.kind is 'rss': it is one of listing, feed, sitemap, rest"),
        ({"kind": "article", "url": HOME}, "Source.kind"),
        ({"kind": "feed", "url": "/feed/"}, "Source.url is '/feed/': it is absolute"),
        ({"kind": "feed", "url": None}, "Source.url is None"),
    ],
)
def test_a_wrong_source_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError) as refused:
        Source(**given)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "marker": "b"}, "Layout.name"),
        ({"name": "generic", "marker": "b"}, "Layout.name"),
        ({"name": "a", "marker": "b["}, "Layout a: marker is 'b[', which is no CSS selector"),
        ({"name": "a", "marker": " "}, "Layout a: marker is empty"),
        ({"name": "a", "marker": "b", "body": "::"}, "Layout a: body"),
        ({"name": "a", "marker": "b", "drop": ".promo"}, "it takes a tuple"),
        ({"name": "a", "marker": "b", "drop": ("]",)}, "Layout a: drop"),
    ],
)
def test_a_wrong_layout_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError) as refused:
        Layout(**given)
    assert said in str(refused.value)


def test_a_site_takes_the_family_of_its_sources() -> None:
    built = site(sources=wordpress.sources(HOME, more="full story", categories=("russia",)))
    assert built.family == "wordpress"
    assert [source.url for source in built.sources][:3] == [HOME, HOME + "category/russia/", HOME + "feed/"]


def test_article_url_matches_whole_addresses() -> None:
    built = site(article_url=r"https://orbitdaily\.example/\d{4}/[a-z-]+/")
    assert built.matches_article(HOME + "2021/a-slug/") is True
    assert built.matches_article(HOME + "2021/a-slug/feed/") is False
    assert site().matches_article(HOME) is None


def write_spec(folder: Path, key: str, text: str) -> SpecRegistry:
    (folder / f"{key}.py").write_text(text, encoding="utf-8")
    return SpecRegistry([folder])


GOOD = """
from spacenews.specs import Site, Source
SITE = Site(key="mine", name="Mine", home="https://mine.example/", timezone="UTC",
            sources=(Source(kind="listing", url="https://mine.example/"),))
"""


def test_a_users_spec_is_found_beside_the_built_in_ones(tmp_path: Path) -> None:
    registry = write_spec(tmp_path, "mine", GOOD)
    assert {"mine", "russianspacenews"} <= set(registry.keys())
    assert registry.load("mine").name == "Mine"
    assert not list(tmp_path.glob("__pycache__"))


def test_folders_are_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.py").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("SPACENEWS_SITES", str(tmp_path))
    assert SpecRegistry().load("mine").key == "mine"


def test_a_bad_spec_breaks_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("SITE = 1 +", encoding="utf-8")
    registry = write_spec(tmp_path, "mine", GOOD)
    assert registry.load("mine").key == "mine"
    with pytest.raises(SpecError, match=r"broken\.py: SyntaxError"):
        registry.load("broken")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it must hold SITE = Site(key='mine', …)"),
        (GOOD.replace('key="mine"', 'key="other"'), "its key is 'other', but the file is called 'mine'"),
        (GOOD.replace('"UTC"', '"Mars"'), "timezone is 'Mars'"),
        ("raise SystemError('boom')", "SystemError: boom"),
    ],
)
def test_a_bad_spec_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    registry = write_spec(tmp_path, "mine", text)
    with pytest.raises(SpecError) as refused:
        registry.load("mine")
    assert said in str(refused.value)
    assert "mine.py" in str(refused.value)


def test_an_unknown_key_is_answered_with_a_near_one() -> None:
    with pytest.raises(UnknownSiteError, match="did you mean 'russianspacenews'"):
        SpecRegistry().load("russianspacenew")


def test_one_key_in_two_folders_is_refused(tmp_path: Path) -> None:
    registry = write_spec(tmp_path, "russianspacenews", GOOD)
    with pytest.raises(SpecError, match="two specs are called"):
        registry.load("russianspacenews")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        SpecRegistry([tmp_path / "none"])


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_built_in_spec_is_data_of_at_most_thirty_lines(path: Path) -> None:
    assert SpecRegistry().load(path.stem).key == path.stem
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 30
