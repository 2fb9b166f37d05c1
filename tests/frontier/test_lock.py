"""One run holds a site and its hosts; a dead one counts for nothing, one that stood still writes no more."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from spacenews.frontier import RunLock, SqliteFrontier, State, find_holder, hold, open_state
from spacenews.model.errors import FencedError, HeldError, StorageError
from spacenews.model.locking import lock_path

NEVER = 1e9
HOST = "orbit.example:8080"
# Another process that takes hold, says so, and keeps it until its standard input ends.
OTHER = """
import sys
from pathlib import Path
from spacenews.frontier import hold, open_state
folder = Path(sys.argv[1])
state = open_state(folder / "state.db")
lock = hold(state, folder / "locks", "orbit", ["orbit.example:8080"], "other", stalled_after=1e9)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(tmp_path / "state.db")
    yield state
    state.close()


@pytest.fixture
def other(tmp_path: Path, state: State) -> Iterator[subprocess.Popen[str]]:
    del state  # it is there before the other process opens it
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", OTHER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def take(state: State, site: str = "orbit", host: str = HOST, *, stalled_after: float = NEVER) -> RunLock:
    return hold(state, state.path.parent / "locks", site, [host], f"{site}-run", stalled_after=stalled_after)


def test_a_second_run_of_a_site_is_told_who_holds_it(state: State, other: subprocess.Popen[str]) -> None:
    with pytest.raises(HeldError) as refused:
        take(state)
    assert refused.value.exit_code == 5
    assert f"orbit is being crawled by run other (process {other.pid} on " in str(refused.value)
    assert state.fence is None


def test_a_run_of_another_site_on_the_same_host_is_told_too(state: State, other: subprocess.Popen[str]) -> None:
    with pytest.raises(HeldError, match=rf"the host {HOST} is being asked for another site by run other .*{other.pid}"):
        take(state, "comet")
    take(state, "comet", "orbit.example:8081").release()


def test_the_next_run_takes_over_from_a_dead_one_at_once(state: State, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    lock = take(state)
    assert lock.took_over == ()
    lock.release()


def test_what_was_let_go_can_be_held_again(state: State) -> None:
    take(state).release()
    first = state.fence
    take(state).release()
    assert first is not None
    assert state.fence is not None
    assert state.fence.number > first.number


@pytest.mark.usefixtures("other")
def test_a_run_that_is_silent_for_too_long_is_taken_over_from_and_writes_no_more(state: State) -> None:
    lock = take(state, stalled_after=0.0)
    assert [holder.run for holder in lock.took_over] == ["other"]
    second = open_state(state.path)
    try:
        newer = take(second, stalled_after=0.0)
        assert lock.is_lost()
        with pytest.raises(FencedError, match=r"run orbit-run .* took the site over") as fenced:
            SqliteFrontier(state, "orbit", "orbit-run").release_all()
        assert fenced.value.exit_code == 5
        SqliteFrontier(second, "orbit", "newer").release_all()
        newer.release()
    finally:
        second.close()
        lock.release()


def test_the_holder_is_found_without_taking_hold(state: State, other: subprocess.Popen[str], tmp_path: Path) -> None:
    holder = find_holder(state, tmp_path / "locks", "site:orbit")
    assert holder is not None
    assert (holder.run, holder.process) == ("other", other.pid)
    other.kill()
    other.wait()
    assert find_holder(state, tmp_path / "locks", "site:orbit") is None
    assert find_holder(state, tmp_path / "locks", "site:comet") is None


def test_a_heartbeat_tells_that_another_run_took_hold(state: State) -> None:
    lost = threading.Event()
    lock = take(state)
    lock.keep_alive(0.01, lost.set)
    second = open_state(state.path)
    try:
        newer = take(second, stalled_after=0.0)
        assert lost.wait(30)
        newer.release()
    finally:
        second.close()
        lock.release()


def test_a_folder_of_locks_that_cannot_be_used_is_told(state: State, tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file stands where the folder should be")
    with pytest.raises(StorageError, match="mend the permissions"):
        take(state)


def test_a_host_of_any_name_has_a_file_of_its_own_in_the_folder(tmp_path: Path) -> None:
    assert lock_path(tmp_path, "host:[::1]:80").parent == tmp_path
    assert lock_path(tmp_path, "host:../../etc").parent == tmp_path
