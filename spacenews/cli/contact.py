"""Who stands behind a crawl: sites that are asked for pages are told whom to write to."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from spacenews.cli.screen import say
from spacenews.model.errors import UsageError

if TYPE_CHECKING:
    from spacenews.specs import Site

VARIABLE = "SPACENEWS_CONTACT"
# An address or a URL, and nothing that could end a header line or a comment inside it.
_CONTACT = re.compile(r"(?:[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+|https?://[^\s()<>]+)", re.ASCII)


def contact_for(sites: Iterable[Site]) -> str:
    """Return the contact that goes into the User-Agent; empty where only local sites are crawled and none is set.

    On a terminal it is asked for, once a command; elsewhere a public site without one is refused.

    Raises:
        UsageError: It is missing, or neither a mail address nor a URL.
    """
    contact = os.environ.get(VARIABLE, "").strip()
    if not contact and any(is_public(site) for site in sites):
        contact = _ask()
        os.environ[VARIABLE] = contact  # for the processes that this one starts
    if contact and not _CONTACT.fullmatch(contact):
        raise UsageError(
            f"{VARIABLE} is {contact!r}: a mail address or a URL, such as you@example.org; it goes into the User-Agent"
        )
    return contact


def is_public(site: Site) -> bool:
    """Whether any host of a site may be someone else's: all but literal private addresses and `localhost`."""
    return not all(_is_local(host) for host in site.hosts)


def _is_local(host: str) -> bool:
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not ip_address(name.strip("[]")).is_global
    except ValueError:
        return False


def _ask() -> str:
    hint = f"export {VARIABLE}=you@example.org"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"a crawl of a public site says in its User-Agent whom the owner can write to: set it, as in `{hint}`"
        )
    say(f"a crawl of a public site says whom its owner can write to; to be asked no more: {hint}")
    sys.stderr.write("Your mail address or the URL of your project: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
