"""A disk that is full, or cannot be written, stops a run with its message; nothing stored is lost, the next completes.

Real small file systems are mounted, which needs root.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from spacenews.captures import check_captures
from spacenews.demo.server import DemoServer
from tests.crawl.crawling import Bench
from tests.crawl.test_killed_at_any_moment import captures, lines, stored

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounts file systems: needs root on Linux"),
]
ARTICLES = 40
# Where the small disk is, its size at first, and what the message must name.
DISKS = (
    ("spacenews.db", "1000k", ("spacenews.db: database or disk is full",)),
    ("state.db", "600k", ("state.db: database or disk is full",)),
    ("captures", "150k", ("a capture cannot be written to", "No space left on device; free space there")),
    ("articles", "30k", ("the export cannot be written to", "No space left on device; make room")),
)


def mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Let nobody write a file or folder, root neither."""
    mount("--bind", path, path)
    try:
        mount("-o", "remount,bind,ro", path)
        yield
    finally:
        subprocess.run(["umount", path], check=True)


def put_on(disk: Path, bench: Bench, name: str) -> None:
    """Let a part of the data folder lie on another disk."""
    bench.data.mkdir()
    place = disk / name
    if not name.endswith(".db"):
        place.mkdir()
    (bench.data / name).symlink_to(place)


def uninterrupted(bench: Bench, server: DemoServer) -> Bench:
    whole = Bench(bench.folder / "whole")
    whole.folder.mkdir()
    whole.write_spec(server.base_url)
    assert whole.crawl().code == 0
    return whole


def assert_whole(bench: Bench) -> None:
    assert check_captures(bench.data / "captures", "demo") == []
    files = captures(bench)
    if files:
        subprocess.run([Path(sys.executable).with_name("warcio"), "check", *files], check=True)


@pytest.mark.parametrize(("name", "size", "words"), DISKS)
def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(
    bench: Bench, name: str, size: str, words: tuple[str, ...]
) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(bench.folder / "disk", size))
        server = stack.enter_context(DemoServer(articles=ARTICLES))
        put_on(disk, bench, name)
        bench.write_spec(server.base_url)
        first = bench.crawl()
        held = bench.articles() if (bench.data / "spacenews.db").stat().st_size else set()
        assert_stopped(first.code, first.said, words)
        assert_whole(bench)
        again = bench.crawl()
        assert_stopped(again.code, again.said, words)
        assert held <= bench.articles()
        mount("-o", "remount,size=100m", disk)
        last = bench.crawl()
        assert last.code == 0, last.said
        whole = uninterrupted(bench, server)
        assert stored(bench) == stored(whole)
        assert lines(bench) == lines(whole)
        assert_whole(bench)


def assert_stopped(code: int, said: str, words: tuple[str, ...]) -> None:
    assert code == 1, said
    assert "Traceback" not in said
    for each in (*words, " free on the disk of "):
        assert each in said, f"{each!r} is not in: {said}"


@pytest.mark.parametrize("name", ["spacenews.db", "state.db", ".", "captures", "articles"])
def test_what_cannot_be_written_is_told_and_the_next_run_completes(bench: Bench, name: str) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        assert bench.crawl("-a", "limit=3").code == 0
        held = bench.articles()
        with read_only(bench.data / name):
            ended = bench.crawl()
            assert ended.code == 1, ended.said
            assert "Traceback" not in ended.said
            assert str(bench.data / ("" if name == "." else name)) in ended.said
            assert held <= bench.articles()
        last = bench.crawl()
        assert last.code == 0, last.said
        whole = uninterrupted(bench, server)
    assert stored(bench) == stored(whole)
    assert lines(bench) == lines(whole)
    assert_whole(bench)
