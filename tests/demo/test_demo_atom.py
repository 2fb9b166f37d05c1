"""The Atom feed can be sorted by modification, which is how a WordPress without REST tells its edits."""

from __future__ import annotations

import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.truth import changes, truth

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(url: str) -> list[tuple[str, str]]:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        root = ET.fromstring(answer.read())  # noqa: S314 - as above
    return [
        (entry.find(f"{ATOM}link").get("href"), entry.findtext(f"{ATOM}updated"))  # type: ignore[union-attr,misc]
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_sorted_by_modification_it_begins_with_what_was_changed_last() -> None:
    with DemoServer(articles=40, day=2) as server:
        found = entries(f"{server.base_url}feed/atom/?orderby=modified&order=desc")
        day = changes(2, server.base_url, articles=40)
        modified = {each.url: each.modified_at for each in truth(2, server.base_url, articles=40)}
    assert {*day.edited, *(new for _, new in day.moved)} <= {url for url, _ in found}
    stated = [instant for _, instant in found]
    assert stated == sorted(stated, reverse=True)
    assert [url for url, _ in found] == sorted((url for url, _ in found), key=modified.__getitem__, reverse=True)


def test_it_pages_back_and_ends_with_404() -> None:
    with DemoServer(articles=25) as server:
        sizes = [len(entries(f"{server.base_url}feed/atom/?paged={page}")) for page in (1, 2, 3)]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            entries(f"{server.base_url}feed/atom/?paged=4")
    assert sizes == [10, 10, 5]
