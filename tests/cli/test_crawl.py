"""`crawl` and `fetch` against a served site: records, exit codes, several sites, stopping by hand."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from tests.cli.starting import begin

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
FAST = ("--delay", "0", "--concurrency", "4", "--allow-loopback", "--sites", "sites")
AT_ONCE = ("--set", "SPACENEWS_RETRY_BACKOFF=0.05")  # what fails is not waited for
LEAST = 20  # articles of the smallest demo site


def write_spec(folder: Path, server: DemoServer, key: str) -> None:
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "sites" / f"{key}.py").write_text(spec_text(server.base_url, key), encoding="utf-8")


def lines(answer: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_a_crawl_answers_with_its_record_and_sums_up_beside_it(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        first = spacenews("crawl", "one", *FAST)
        again = spacenews("crawl", "one", "--full", *FAST, "--format", "table")
        quiet = spacenews("crawl", "one", "--quiet", *FAST)
    (run,) = lines(first)
    assert (first.returncode, run["exit_code"], run["site"], run["mode"]) == (0, 0, "one", "crawl")
    assert run["counts"]["new"] == LEAST
    assert len([line for line in first.stderr.splitlines() if line]) >= 5
    assert again.returncode == 0
    assert again.stdout.startswith("one full: ")
    assert f"{LEAST} unchanged" in again.stdout
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_a_quiet_crawl_that_did_not_go_well_says_so(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST, faults=["down"]) as server:
        write_spec(tmp_path, server, "one")
        answer = spacenews("crawl", "one", "--quiet", *FAST, *AT_ONCE)
    (said,) = answer.stderr.splitlines()
    assert (answer.returncode, said) == (4, f"one: {lines(answer)[0]['outcome']}")


def test_a_limit_ends_the_crawl(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        answer = spacenews("crawl", "one", "--limit", "3", *FAST)
    (run,) = lines(answer)
    assert answer.returncode == 0
    assert 3 <= run["counts"]["new"] < LEAST


def test_several_sites_are_crawled_each_in_its_process_and_the_gravest_code_is_returned(
    spacenews: Spacenews, tmp_path: Path
) -> None:
    with DemoServer(articles=LEAST) as well, DemoServer(articles=LEAST, faults=["down"]) as ill:
        write_spec(tmp_path, well, "one")
        write_spec(tmp_path, ill, "two")
        answer = spacenews("crawl", "one", "two", "one", *FAST, *AT_ONCE)
    runs = {run["site"]: run["exit_code"] for run in lines(answer)}
    assert runs == {"one": 0, "two": 4}
    assert answer.returncode == 4
    assert "one crawl: " in answer.stderr
    assert "two crawl: " in answer.stderr


def test_one_wrong_key_among_several_stops_all_before_anything_is_asked(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        answer = spacenews("crawl", "one", "onee", *FAST)
        assert server.requests() == []
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "did you mean 'one'?" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_loopback_address_is_refused_by_name_unless_asked_for(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        answer = spacenews("crawl", "one", "--sites", "sites", "--delay", "0")
        assert server.requests() == []
    assert answer.returncode == 4
    assert "--allow-loopback" in answer.stderr


def test_a_data_folder_that_cannot_be_made_is_told(spacenews: Spacenews, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        answer = spacenews("crawl", "one", *FAST)
    assert answer.returncode == 1
    assert "choose" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_fetch_archives_what_is_named_and_says_what_gave_nothing(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        listing = spacenews("crawl", "one", "--limit", "1", *FAST)
        (article,) = lines(spacenews("export"))[:1]
        gone = f"{server.base_url}no-such-article/"
        answer = spacenews("fetch", article["url"], gone, article["url"], *FAST)
    assert listing.returncode == 0
    assert [each["url"] for each in lines(answer)] == [article["url"]]
    assert f"{gone}: " in answer.stderr


def test_fetch_parts_addresses_by_site(spacenews: Spacenews, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as one, DemoServer(articles=LEAST) as two:
        write_spec(tmp_path, one, "one")
        write_spec(tmp_path, two, "two")
        spacenews("crawl", "one", "--limit", "1", *FAST)
        path = lines(spacenews("export"))[0]["url"].removeprefix(one.base_url)
        answer = spacenews("fetch", one.base_url + path, two.base_url + path, *FAST)
    assert answer.returncode == 0, answer.stderr
    assert [each["site"] for each in lines(answer)] == ["one", "two"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("https://nobody.example/x/",), "no spec covers nobody.example"),
        (("nobody",), "is no web address"),
        (("https://nobody.example/x/", "--site", "russianspacenews"), "is on none of the hosts of russianspacenews"),
    ],
)
def test_an_address_that_no_site_has_is_usage(spacenews: Spacenews, arguments: tuple[str, ...], hint: str) -> None:
    answer = spacenews("fetch", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert hint in answer.stderr


def test_a_second_ctrl_c_while_the_record_is_printed_changes_nothing(tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        write_spec(tmp_path, server, "one")
        program = begin(tmp_path, "crawl", "one", *FAST[-3:], "--delay", "1")
        assert program.stdout is not None
        while len(server.requests()) < 2:
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        run = json.loads(program.stdout.readline())
        while program.poll() is None:
            program.send_signal(signal.SIGINT)
        _, said = program.communicate()
    assert (program.returncode, run["exit_code"]) == (130, 130), said
    assert "Traceback" not in said


@pytest.mark.parametrize("keys", [("one",), ("one", "two")])
def test_ctrl_c_stops_the_crawl_and_begins_no_other(tmp_path: Path, keys: tuple[str, ...]) -> None:
    with DemoServer(articles=LEAST) as one, DemoServer(articles=LEAST) as two:
        write_spec(tmp_path, one, "one")
        write_spec(tmp_path, two, "two")
        lines_often = ("--set", "SPACENEWS_PROGRESS_SECONDS=0.05")
        program = begin(tmp_path, "crawl", *keys, *FAST[-3:], "--delay", "1", *lines_often)
        assert program.stderr is not None
        assert program.stdout is not None
        while "1 pages" not in program.stderr.readline():
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        answer, said = program.communicate(timeout=60)
        assert two.requests() == []
    assert program.returncode == 130
    (run,) = [json.loads(line) for line in answer.splitlines()]
    assert (run["site"], run["exit_code"]) == ("one", 130)
    assert ("two: not begun" in said) is (len(keys) == 2)
    assert "Traceback" not in said
