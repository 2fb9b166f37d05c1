"""`fetch --from`: an archivist's own list, whatever stands in it, as often as it is given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from spacenews.demo.truth import truth
from tests.cli.starting import Answer, Spacenews, start

FAST = ("--delay", "0", "--concurrency", "4", "--allow-loopback", "--sites", "sites")
LEAST = 20  # articles of the smallest demo site


@dataclass(frozen=True)
class Listed:
    """A served site, a folder with its spec, and the addresses of its articles."""

    folder: Path
    server: DemoServer
    urls: list[str]

    def fetch(self, *arguments: str, text: str = "", **variables: str) -> Answer:
        """Run `spacenews fetch` with a text on standard input."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")}
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "spacenews", "fetch", *arguments, *FAST],
            cwd=self.folder,
            env=clean | variables,
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def asked(self) -> Counter[str]:
        return Counter(self.server.base_url + each.path.lstrip("/") for each in self.server.requests())

    def fates(self) -> dict[str, int]:
        answer = start(self.folder, "frontier", "demo", "--sites", "sites")
        return {row["fate"]: row["urls"] for row in map(json.loads, answer.stdout.splitlines())}


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Listed]:
    (tmp_path / "sites").mkdir()
    with DemoServer(articles=LEAST) as server:
        (tmp_path / "sites" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        yield Listed(tmp_path, server, [each.url for each in truth(1, server.base_url, articles=LEAST)])


def found(answer: Answer) -> list[str]:
    return [json.loads(line)["url"] for line in answer.stdout.splitlines()]


def test_every_line_of_a_list_has_its_fate_and_is_asked_for_once(listed: Listed) -> None:
    first, second, third, late = listed.urls[:4]
    nowhere = f"{listed.server.base_url}never-written/"
    text = (
        f"# my own\n\n{first}\n  {second}   # the second\n{first}#comments\n\t\n{second}\r\n"
        f"https://elsewhere.example/a/\nno address at all\nmailto:me@orbit.example\n{nowhere}\n{third}"
    )
    (listed.folder / "list.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    answer = listed.fetch("--from", "list.txt")
    assert answer.returncode == 2
    assert found(answer) == [first, second, third]
    for line, said in ((8, "elsewhere.example"), (9, "'no address at all' is no web address"), (10, "mailto:")):
        (told,) = [each for each in answer.stderr.splitlines() if f"list.txt:{line}: " in each]
        assert said in told
    assert "3 of 9 lines are left out" in answer.stderr
    assert f"{nowhere}: rejected: " in answer.stderr
    asked = listed.asked()
    assert {url: asked[url] for url in (first, second, third, nowhere)} == dict.fromkeys(
        (first, second, third, nowhere), 1
    )
    assert {name: listed.fates()[name] for name in ("archived", "rejected")} == {"archived": 3, "rejected": 1}

    again = listed.fetch("--from", "list.txt")
    assert (again.returncode, found(again)) == (2, found(answer))
    assert "4 of 4 addresses have their fate already" in again.stderr
    assert listed.asked() == asked

    more = listed.fetch("--from", "-", text=f"{first}\n{late}\n")
    assert (more.returncode, found(more)) == (0, [first, late])
    assert listed.asked() - asked == Counter([late])

    named = listed.fetch(first, "--from", "-", text=second)
    assert (named.returncode, found(named)) == (0, [first, second])
    assert listed.asked() - asked == Counter([late, first])


def test_a_list_is_gone_on_with_day_after_day(listed: Listed) -> None:
    text = "\n".join(listed.urls[:6])
    asked: list[int] = []
    for now in ("2031-05-01T10:00:00Z", "2031-05-02T12:00:00Z", "2031-05-03T14:00:00Z"):  # robots.txt is of a day
        answer = listed.fetch("--from", "-", "--budget", "4", text=text, SPACENEWS_NOW=now)
        assert answer.returncode == 0, answer.stderr
        asked.append(sum(listed.asked().values()))
    assert asked == [4, 8, 8]
    assert found(answer) == listed.urls[:6]
    assert [url for url, count in listed.asked().items() if count > 1] == [f"{listed.server.base_url}robots.txt"]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 0, "the list holds no address"),
        (b"# nothing yet\n\n", 0, "the list holds no address"),
        (b"\xff\xfe\x00", 2, "list.txt is no text in UTF-8"),
        (b"elsewhere.example/a/\n", 2, "1 of 1 lines are left out"),
        (None, 2, "list.txt cannot be read: No such file"),
    ],
)
def test_a_list_of_nothing_asks_nothing(
    spacenews: Spacenews, tmp_path: Path, content: bytes | None, code: int, said: str
) -> None:
    if content is not None:
        (tmp_path / "list.txt").write_bytes(content)
    answer: Any = spacenews("fetch", "--from", "list.txt")
    assert (answer.returncode, answer.stdout) == (code, "")
    assert said in answer.stderr
    assert not (tmp_path / "data").exists()
