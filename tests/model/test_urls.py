"""One spelling an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.model.urls import _canonical, canonical_url, host_of, slug_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG:80/News/", "http://example.org/News/"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/a/..", "https://example.org/"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/?utm_source=x&p=3814&fbclid=y", "https://example.org/?p=3814"),
        ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
        ("https://example.org/a-%d1%81osmonaut/", "https://example.org/a-%D1%81osmonaut/"),
        ("https://example.org/a-\u0441osmonaut/", "https://example.org/a-%D1%81osmonaut/"),
        ("https://example.org/%7Euser/%41", "https://example.org/~user/A"),
        ("https://example.org/100%/a b", "https://example.org/100%25/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("https://example.org./", "https://example.org/"),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)
def test_spellings_of_one_address_are_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    ["mailto:a@b.example", "javascript:void(0)", "//", "http://", "http://host:port/", "http://[::1", "ftp://a/", ""],
)
def test_what_is_no_web_address_gives_none(url: str) -> None:
    assert canonical_url(url) is None


def test_a_relative_address_is_read_from_its_page() -> None:
    assert canonical_url("../b/?p=1#x", "https://example.org/a/c/") == "https://example.org/a/b/?p=1"


def test_a_generated_trap_of_an_address_is_refused() -> None:
    assert canonical_url("https://example.org/" + "a/" * 2000) is None


@given(st.text(max_size=80), st.text(max_size=40))
def test_canonical_url_is_idempotent_and_never_raises(path: str, query: str) -> None:
    once = canonical_url(f"https://example.org/{path}?{query}")
    assert once is None or canonical_url(once) == once


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    found = canonical_url(text, "https://example.org/a/")
    assert found is None or found.startswith(("http://", "https://"))


def test_host_keeps_a_port_of_its_own() -> None:
    assert host_of("http://127.0.0.1:8071/x/") == "127.0.0.1:8071"
    assert host_of("https://example.org/x/") == "example.org"


def test_slug_is_the_last_part_of_the_path() -> None:
    assert slug_of("https://example.org/2021/a-slug/") == "a-slug"
    assert slug_of("https://example.org/") == ""


@given(
    st.lists(st.text("aB9-_~.%/:@", min_size=0, max_size=6), max_size=8).map("/".join),
    st.sampled_from(["http://e.example/", "https://e.example:443/", "http://e.example:80/", "http://e.example:8080/"]),
)
def test_an_address_that_is_clean_already_is_what_the_long_way_gives(path: str, start: str) -> None:
    assert canonical_url(start + path) == _canonical(start + path, "")
