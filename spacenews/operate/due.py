"""Crawl the sites that are due, each in a process of its own, and see to it that each of them ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from spacenews.frontier import Schedule, State
from spacenews.model import clock
from spacenews.model.folder import DataFolder
from spacenews.model.run import ExitCode
from spacenews.operate.schedule import Claim, claim_next, duration_text, finish_claim

GRACE = timedelta(seconds=45)  # a crawl that is told to stop does so within its download timeout, 30 s, and stores then
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class DueRun:
    """What became of one site that was due.

    Attributes:
        outcome: One line: why it ended as it did.
        next_due_at: When the site is due next; None where it was taken off the schedule meanwhile.
        record: The run's own record as its process wrote it; None where it wrote none.
    """

    site: str
    mode: str
    due_at: datetime
    started_at: datetime
    finished_at: datetime
    exit_code: int
    outcome: str
    next_due_at: datetime | None
    record: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOrder:
    """How due sites are crawled.

    Attributes:
        command: Gives, for a schedule, the command line that crawls its site, and writes the run's record as a line
            of JSON to its standard output.
        environment: Of those processes, as it is when each begins.
        begun: Takes the site's key and the number of the process that crawls it.
        tell: Takes what they say on standard error: the site's key and a line, without the key before it.
        jobs: So many at a time.
        grace: How long a run that is told to stop may take before it is killed.
        tells_outcomes: Whether who ordered it tells how each run ended. The last line of a run that says just that is
            not told then; any other last line is, once the run has ended.
    """

    command: Callable[[Schedule], Sequence[str]]
    environment: Callable[[], Mapping[str, str]]
    begun: Callable[[str, int], None]
    tell: Callable[[str, str], None]
    jobs: int = 1
    grace: timedelta = GRACE
    tells_outcomes: bool = False


def run_due(state: State, data: DataFolder, order: DueOrder) -> tuple[Sequence[DueRun], bool]:
    """Crawl every site that is due now, the longest due first, each once.

    SIGINT, SIGTERM and SIGHUP are passed on to the runs, and no other run is begun.

    Returns:
        What became of each, in the order in which they ended; and whether a signal stopped it.

    Raises:
        StorageError: state.db cannot be read or written; what ran was stopped.
        OSError: No process can be started; the same.
    """
    batch = _Batch(state, data, order)
    asyncio.run(batch.run())
    return batch.done, batch.stopped


class _Batch:
    def __init__(self, state: State, data: DataFolder, order: DueOrder) -> None:
        self.done: list[DueRun] = []
        self.stopped = False
        self._state = state
        self._data = data
        self._order = order
        self._now = clock.now()
        self._begun: set[str] = set()
        self._children: set[Process] = set()
        self._end = asyncio.Event()

    async def run(self) -> None:
        with self._signals():
            ended = await asyncio.gather(*(self._work() for _ in range(self._order.jobs)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _work(self) -> None:
        """Crawl one due site after the other, until none is left."""
        try:
            while not self._end.is_set():
                claim = claim_next(self._state, self._data, self._now, skip=self._begun)
                if claim is None:
                    return
                with claim:
                    self._begun.add(claim.schedule.site)
                    self.done.append(await self._crawl(claim))
        except BaseException:
            self._stop(signal.SIGINT)  # the others end too, as cleanly as they can
            raise

    async def _crawl(self, claim: Claim) -> DueRun:
        schedule = claim.schedule
        child = await asyncio.create_subprocess_exec(
            *self._order.command(schedule),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env=self._order.environment(),
            process_group=0,  # of its own: it gets a Ctrl-C from us alone, and is ended with all that it started
            pass_fds=(claim.lock,),
        )
        self._children.add(child)
        if self._end.is_set():  # it was being started when the others were told to stop
            _signal(child, signal.SIGINT)
        try:
            self._order.begun(schedule.site, child.pid)
            answer, said, forced = await asyncio.gather(
                _read_all(child), self._relay(schedule.site, child), self._watch(child, schedule.limit)
            )
        finally:
            self._children.discard(child)
            _signal(child, signal.SIGKILL)
        record = _record(answer)
        own = str(record["outcome"]).strip() if record else said
        code, outcome = self._judge(schedule, child.returncode or 0, forced, own, has_begun=bool(record))
        if self._order.tells_outcomes and said and said not in {own if record else "", outcome}:
            self._order.tell(schedule.site, said)
        finished = finish_claim(self._state, claim, code, outcome)
        return DueRun(
            schedule.site,
            schedule.mode,
            schedule.next_due_at,
            claim.started_at,
            clock.now(),
            code,
            outcome,
            finished.next_due_at if finished else None,
            record,
        )

    async def _watch(self, child: Process, limit: timedelta) -> str:
        """Wait for a run to end and see that it does; returns `limit` or `stop` where it was told to, `killed` too."""
        ended, stop = asyncio.ensure_future(child.wait()), asyncio.ensure_future(self._end.wait())
        await asyncio.wait({ended, stop}, timeout=limit.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if ended.done():
            return ""
        why = "stop" if self._end.is_set() else "limit"
        if why == "limit":
            _signal(child, signal.SIGINT)
        await asyncio.wait({ended}, timeout=self._order.grace.total_seconds())
        if ended.done():
            return why
        _signal(child, signal.SIGKILL)
        await ended
        return f"{why} killed"

    async def _relay(self, site: str, child: Process) -> str:
        """Hand on what a run says, line by line; returns the last one, kept back where it may be told anew."""
        stream, rest, last = child.stderr, b"", ""
        while stream is not None and (chunk := await stream.read(_CHUNK)):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                last = self._tell(site, line, last)
        return self._tell(site, rest, last)

    def _tell(self, site: str, line: bytes, last: str) -> str:
        """Hand on a line, or the one before it; returns what is the last line now."""
        text = _bare(site, line.decode(errors="replace"))
        if not text:
            return last
        told = last if self._order.tells_outcomes else text
        if told:
            self._order.tell(site, told)
        return text

    def _judge(self, schedule: Schedule, code: int, forced: str, outcome: str, *, has_begun: bool) -> tuple[int, str]:
        """Return the exit code and the outcome of a run."""
        limit = duration_text(schedule.limit)
        if forced == "limit killed":
            grace = f"{self._order.grace.total_seconds():.0f} s"
            return ExitCode.OUR_FAULT, f"killed: {grace} after its limit of {limit} it had still not stopped"
        if forced == "limit" and (code == ExitCode.STOPPED or code < 0):
            return ExitCode.SITE_UNWELL, f"ended at its limit of {limit}; the next run goes on"
        # An interpreter that is told to stop while it starts ends with 1, as it does by a fault.
        if forced.startswith("stop") and (code < 0 or not has_begun):
            return ExitCode.STOPPED, "stopped by hand"
        if code < 0:
            return ExitCode.OUR_FAULT, f"its process was ended by {signal.Signals(-code).name}"
        return code, outcome or f"exit code {code}"

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Pass on what would stop us; a signal that whoever started us had us ignore stays ignored."""
        loop = asyncio.get_running_loop()
        heeded = [each for each in _STOPPING if signal.getsignal(each) is not signal.SIG_IGN]
        for each in heeded:
            loop.add_signal_handler(each, self._stop_by_hand, each)
        try:
            yield
        finally:
            for each in heeded:
                loop.remove_signal_handler(each)

    def _stop_by_hand(self, number: int) -> None:
        self.stopped = True
        self._stop(number)

    def _stop(self, number: int) -> None:
        self._end.set()
        for child in self._children:
            _signal(child, number)


def _signal(child: Process, number: int) -> None:
    """Send a signal to a run and to whatever it started; nothing where it has ended."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)


def _bare(site: str, line: str) -> str:
    """Return what a line says, without the name of who says it: the program or its site."""
    text = line.strip()
    for name in ("spacenews: ", f"{site}: "):
        if text.startswith(name):
            return text.removeprefix(name).strip()
    return text


async def _read_all(child: Process) -> bytes:
    return await child.stdout.read() if child.stdout is not None else b""


def _record(answer: bytes) -> Mapping[str, Any] | None:
    """Return the record that a run wrote last; None where it wrote none, or was cut short in it."""
    lines = answer.splitlines()
    try:
        record = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return record if isinstance(record, dict) and "outcome" in record else None
