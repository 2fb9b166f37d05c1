"""What is known and not yet done: the frontier of each site, its hosts and its runs, in state.db."""

from spacenews.frontier.lock import Holder, RunLock, find_holder, hold
from spacenews.frontier.records import HostRecord, load_host, load_runs, save_host, save_run
from spacenews.frontier.row import LAST, LISTS, NEW, ORDERED, Child, FrontierRow, Survey, priority_of
from spacenews.frontier.schedule import (
    Schedule,
    load_schedule,
    load_schedules,
    next_slot,
    remove_schedule,
    save_schedule,
)
from spacenews.frontier.sqlite import MAX_HOPS, SqliteFrontier
from spacenews.frontier.state import State, open_state
from spacenews.frontier.tally import Tally

__all__ = [
    "LAST",
    "LISTS",
    "MAX_HOPS",
    "NEW",
    "ORDERED",
    "Child",
    "FrontierRow",
    "Holder",
    "HostRecord",
    "RunLock",
    "Schedule",
    "SqliteFrontier",
    "State",
    "Survey",
    "Tally",
    "find_holder",
    "hold",
    "load_host",
    "load_runs",
    "load_schedule",
    "load_schedules",
    "next_slot",
    "open_state",
    "priority_of",
    "remove_schedule",
    "save_host",
    "save_run",
    "save_schedule",
]
