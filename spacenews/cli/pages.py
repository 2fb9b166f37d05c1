"""The page that a person wants explained: a file, or the latest capture of an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacenews.cli.folders import Folders
from spacenews.cli.screen import say
from spacenews.model import clock
from spacenews.model.capture import Capture, CaptureRecord
from spacenews.model.errors import UsageError
from spacenews.model.rejection import Rejection
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.specs import Site

_MAX_BYTES = 64 * 1024 * 1024  # as much as a crawl would download


def find_page(page: str, folders: Folders, *, url: str | None, key: str | None) -> tuple[Site, Capture]:
    """Return a page as reading sees it, and the spec to read it by.

    Args:
        page: Name of an HTML file, or an address (or uid) of which the archive holds a capture.
        folders: Where the archive and the specs are.
        url: Address of the file.
        key: Key of the spec; None: the one that covers the address, else the common rules.

    Raises:
        UsageError: There is no such file, or no capture of the address; no site has this key.
    """
    if Path(page).is_file():
        return _of_file(Path(page), folders, url, key)
    if url is not None:
        raise UsageError(f"there is no file {page}: --url is the address of a file")
    return _of_archive(page, folders, key)


def stored_pages(page: str, folders: Folders) -> list[dict[str, Any]]:
    """Return number, address and state of each page of an archived article that its site prints on several."""
    from spacenews.cli.articles import page_records

    if Path(page).is_file() or not folders.data.archive.exists():
        return []
    with folders.open_archive() as archive:
        article = archive.find_article(page)
    return [] if article is None else page_records(article.pages)


def _of_file(path: Path, folders: Folders, url: str | None, key: str | None) -> tuple[Site, Capture]:
    try:
        with path.open("rb") as file:
            payload = file.read(_MAX_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    address = canonical_url(url) if url else _stated_address(payload)
    if address is None:
        raise UsageError(
            f"{url!r} is no web address" if url else f"{path} does not state its address: give it with --url"
        )
    return _spec_for(address, folders, key), _capture(address, payload)


def _capture(address: str, payload: bytes) -> Capture:
    headers = (("Content-Type", "text/html"),)
    return Capture("file", "file", address, clock.now(), 200, headers, payload)


def _stated_address(payload: bytes) -> str | None:
    """Return the address that a page says it has, or None."""
    from spacenews.reading import open_page

    page = open_page(_capture("https://unknown.invalid/", payload))
    if isinstance(page, Rejection):
        return None
    stated = (*page.select("link[rel=canonical]::attr(href)"), *page.meta("og:url"))
    return next((address for each in stated if (address := canonical_url(each))), None)


def _of_archive(reference: str, folders: Folders, key: str | None) -> tuple[Site, Capture]:
    from spacenews.captures import read_capture

    if not folders.data.archive.exists():
        raise UsageError(f"there is no file {reference}, and no archive in {folders.data.path} to look it up in")
    with folders.open_archive() as archive:
        record = _latest(archive, reference)
        if record is None:
            raise UsageError(
                f"there is no file {reference}, and no capture of such an address in {folders.data.path}: "
                f"`spacenews fetch URL` makes one"
            )
        capture = read_capture(folders.data.captures, record, archive.find_capture)
    return _spec_for(capture.url, folders, key or _known(record.site, folders)), capture


def _latest(archive: ArchiveReader, reference: str) -> CaptureRecord | None:
    from spacenews.operate.lookup import latest_record

    article = archive.find_article(reference)
    if article is not None:
        found = latest_record(archive, article.record["site"], article.record["url"])
        return found or archive.find_capture(article.capture)
    address = canonical_url(reference)
    sites = [figures.site for figures in archive.sites()] if address else []
    candidates = (latest_record(archive, site, address) for site in sites if address)
    return next((record for record in candidates if record is not None), None)


def _known(key: str, folders: Folders) -> str | None:
    return key if key in folders.registry().keys() else None  # noqa: SIM118 # keys() is its method, no dict's


def _spec_for(address: str, folders: Folders, key: str | None) -> Site:
    if key is not None:
        return folders.site(key)
    covering = folders.sites_covering(address)
    if len(covering) == 1:
        return folders.site(covering[0].key)
    say(f"no one spec covers {host_of(address)}: read by the common rules; a time without a zone is taken for UTC")
    return made_up_site(address)


def made_up_site(address: str) -> Site:
    """Return a site of which nothing is known but the host of an address."""
    from spacenews.specs import Site, Source

    home = canonical_url("/", address) or address
    host = host_of(address)
    return Site(key="unknown", name=host, home=home, timezone="UTC", sources=(Source(kind="listing", url=home),))
