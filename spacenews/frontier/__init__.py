"""What is known and not yet done: the frontier of each site, its hosts and its runs, in state.db."""

from spacenews.frontier.backfill import (
    BackfillFigures,
    begin_deep,
    forget_walks,
    is_unfinished,
    read_figures,
    set_window,
)
from spacenews.frontier.hosts import HostPace, count_asked, load_pace, save_pace, save_robots, save_wait
from spacenews.frontier.inventories import PRESENT, Inventory
from spacenews.frontier.lock import RunLock, find_holder, hold
from spacenews.frontier.records import HostRecord, load_host, load_runs, save_host, save_run
from spacenews.frontier.row import (
    AGAIN,
    ARCHIVE,
    BAND,
    DEEP,
    LAST,
    LISTS,
    NEW,
    ORDERED,
    PARKED,
    Child,
    FrontierRow,
    Survey,
    priority_of,
)
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
    "AGAIN",
    "ARCHIVE",
    "BAND",
    "DEEP",
    "LAST",
    "LISTS",
    "MAX_HOPS",
    "NEW",
    "ORDERED",
    "PARKED",
    "PRESENT",
    "BackfillFigures",
    "Child",
    "FrontierRow",
    "HostPace",
    "HostRecord",
    "Inventory",
    "RunLock",
    "Schedule",
    "SqliteFrontier",
    "State",
    "Survey",
    "Tally",
    "begin_deep",
    "count_asked",
    "find_holder",
    "forget_walks",
    "hold",
    "is_unfinished",
    "load_host",
    "load_pace",
    "load_runs",
    "load_schedule",
    "load_schedules",
    "next_slot",
    "open_state",
    "priority_of",
    "read_figures",
    "remove_schedule",
    "save_host",
    "save_pace",
    "save_robots",
    "save_run",
    "save_schedule",
    "save_wait",
    "set_window",
]
