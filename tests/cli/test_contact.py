"""Sites that belong to someone are told whom to write to; sites of this machine are not."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spacenews.cli.contact import contact_for, is_public
from spacenews.model.errors import UsageError
from spacenews.specs import Site, Source

Spacenews = Callable[..., subprocess.CompletedProcess[str]]


def site(*hosts: str) -> Site:
    home = f"http://{hosts[0]}/"
    return Site(key="a", name="A", home=home, timezone="UTC", hosts=hosts, sources=(Source(kind="listing", url=home),))


@pytest.mark.parametrize(
    ("hosts", "public"),
    [
        (("127.0.0.1:8071",), False),
        (("localhost",), False),
        (("news.localhost:8080",), False),
        (("192.168.1.4",), False),
        (("127.0.0.1", "example.org"), True),
        (("8.8.8.8",), True),
        (("localhost.example.org",), True),
    ],
)
def test_a_site_is_public_unless_every_host_is_literally_local(hosts: tuple[str, ...], *, public: bool) -> None:
    assert is_public(site(*hosts)) is public


@pytest.mark.parametrize("contact", ["me@example.org", "https://example.org/about", "a.b+c@sub.example.org"])
def test_a_contact_is_an_address_or_a_url(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("SPACENEWS_CONTACT", contact)
    assert contact_for([site("example.org")]) == contact


@pytest.mark.parametrize("contact", ["me", "me@example.org\r\nX-Evil: 1", "ftp://x", "me@example.org) Mozilla ("])
def test_a_contact_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("SPACENEWS_CONTACT", contact)
    with pytest.raises(UsageError, match="a mail address or a URL"):
        contact_for([site("example.org")])


def test_a_local_site_needs_no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACENEWS_CONTACT", raising=False)
    assert contact_for([site("127.0.0.1:8071")]) == ""


@pytest.mark.parametrize("verb", [("crawl",), ("sites", "show"), ("sites", "check")])
def test_a_script_that_crawls_a_public_site_without_a_contact_is_told_how_to_set_it(
    spacenews: Spacenews, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    answer = spacenews(*verb, "russianspacenews")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "export SPACENEWS_CONTACT=you@example.org" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_person_is_asked_for_it(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "r+b", buffering=0) as terminal:
        program = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "spacenews", "crawl", "russianspacenews"],
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")},
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        os.close(theirs)
        asked = b""
        while b"Your mail address" not in asked:
            asked += terminal.read(1000)
        terminal.write(b"nonsense\n")
        assert program.wait() == 2
        assert program.stdout is not None
        program.stdout.close()
    assert b"export SPACENEWS_CONTACT=you@example.org" in asked
