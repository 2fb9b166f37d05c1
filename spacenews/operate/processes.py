"""Work spread over processes, and its results in the order of what was given, however many there are."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from spacenews.model.errors import StorageError

AHEAD = 3  # pieces of work for each process that wait or are done: what is held in memory
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def in_order(jobs: int) -> Iterator[Callable[[Callable[[_Given], _Made], Iterable[_Given]], Iterator[_Made]]]:
    """Give a function that maps another one over values, in their order, by so many processes; 1: by this one.

    The mapped function must stand in a module, and values and results must be such as can be sent to a process.

    Raises:
        StorageError: A process ended before its work was done.
    """
    if jobs <= 1:
        yield map
        return
    # A fresh interpreter each: a copy of this one would have its threads' locks and none of its threads.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)

    def spread(function: Callable[[_Given], _Made], values: Iterable[_Given]) -> Iterator[_Made]:
        waiting: deque[Future[_Made]] = deque()
        for value in values:
            with _unstopped():  # the first one starts the processes
                waiting.append(pool.submit(function, value))
            if len(waiting) > jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    try:
        yield spread
    except BrokenProcessPool as error:
        raise StorageError(
            "a process that helped was ended from outside, as a machine does that has no memory left: call the command "
            "again, if need be with --jobs 1; what was done is kept"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _unstopped() -> Iterator[None]:
    """Hold Ctrl-C back: processes that are started meanwhile leave it to this one, which sees it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In another process: end with the one that asked, however that ends."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
