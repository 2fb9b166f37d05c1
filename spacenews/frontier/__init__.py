"""What is known and not yet done: the frontier of each site, its hosts and its runs, in state.db."""

from spacenews.frontier.records import HostRecord, load_host, load_runs, save_host, save_run
from spacenews.frontier.row import LAST, LISTS, NEW, ORDERED, Child, FrontierRow, Survey, priority_of
from spacenews.frontier.sqlite import MAX_HOPS, SqliteFrontier
from spacenews.frontier.state import State, open_state

__all__ = [
    "LAST",
    "LISTS",
    "MAX_HOPS",
    "NEW",
    "ORDERED",
    "Child",
    "FrontierRow",
    "HostRecord",
    "SqliteFrontier",
    "State",
    "Survey",
    "load_host",
    "load_runs",
    "open_state",
    "priority_of",
    "save_host",
    "save_run",
]
