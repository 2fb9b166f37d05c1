"""`spacenews demo`: crawl the embedded news site and look at what came of it."""

from __future__ import annotations

import signal
import socket
import threading
from typing import TYPE_CHECKING

import click

from spacenews.cli.demo_tour import show_tour
from spacenews.cli.folders import Folders, takes_folders
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace
from spacenews.cli.runs import crawl_here, summary_text
from spacenews.cli.screen import say, tell
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from spacenews.specs import Site

KEY = "demo"
# Of the demo site: served on this machine by us alone, so it need not be spared.
_PACE = Pace(delay=0, concurrency=8, allow_loopback=True)


@click.command(
    cls=Verb,
    short_help="Crawl the embedded news site and look at what came of it.",
    examples=(
        ("spacenews demo", "crawl it into ./demo-data, and ask the archive what an analyst would"),
        ("spacenews demo --day 2", "the next day: some articles are new, some edited, one gone, one moved"),
    ),
)
@takes_folders(default="demo-data", variable=None)
@click.option(
    "--day", type=click.IntRange(1, 1000), default=1, show_default=True, metavar="N", help="Show its N-th day."
)
@click.option(
    "--markup",
    type=click.Choice(("classic", "block", "bare")),
    default="classic",
    show_default=True,
    help="How its pages are printed; the articles are the same.",
)
@click.option("--serve", is_flag=True, help="Keep serving it afterwards, until Ctrl-C.")
def command(folders: Folders, *, day: int, markup: str, serve: bool) -> int:
    """Crawl the embedded news site and look at what came of it.

    A small news site of about 300 articles, made by this program, is served on a free port of this machine and
    crawled without delay into a folder of its own. Then the archive is asked what an analyst would ask it. Run it
    again, and only what is new or changed is stored. From day 2 on every article is asked for again, so that edits
    are found.
    """
    from spacenews.demo.server import DemoServer

    specs = folders.data.path / "sites"
    port = _port(specs)
    with DemoServer(day=day, markup=markup, port=port) as server:
        site = _write_spec(folders, specs, server.base_url)
        say(f"day {day} of {site.name} is served at {server.base_url}")
        before = _count(folders)
        run = crawl_here(site, folders, _PACE, mode="full" if day > 1 else "crawl", contact="")
        if run.exit_code not in {ExitCode.OK, ExitCode.URLS_FAILED}:
            tell(summary_text(run))
            return int(run.exit_code or ExitCode.OUR_FAULT)
        show_tour(run, folders.data, before=before, day=day)
        if serve:
            _wait(server.base_url)
    return int(run.exit_code or ExitCode.OK)


def _port(specs: Path) -> int:
    """Return the port of the demo that this folder holds, 0 for a new one: its articles live at that address.

    Raises:
        UsageError: Another program has taken the port.
    """
    from spacenews.specs import SpecRegistry

    if not (specs / f"{KEY}.py").exists():
        return 0
    port = int(SpecRegistry([specs]).load(KEY).hosts[0].rpartition(":")[2])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UsageError(
                f"the demo in {specs.parent} lives at 127.0.0.1:{port}, and another program listens there, perhaps "
                f"`spacenews demo --serve`: end it, or begin another demo with --data FOLDER"
            ) from error
    return port


def _write_spec(folders: Folders, specs: Path, base_url: str) -> Site:
    """Write the spec of the demo site as a user would, so that every command can use it, and return the site."""
    from spacenews.demo.spec import demo_site, spec_text

    folders.data.prepare()
    specs.mkdir(exist_ok=True)
    (specs / f"{KEY}.py").write_text(spec_text(base_url, KEY), encoding="utf-8")
    return demo_site(base_url, KEY)


def _count(folders: Folders) -> int:
    """Return how many articles an earlier demo left."""
    if not folders.data.archive.exists():
        return 0
    with folders.open_archive() as archive:
        return sum(figures.articles for figures in archive.sites())


def _wait(base_url: str) -> None:
    say(f"still serving {base_url}; Ctrl-C ends it")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the crawl had its own
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        say("no longer served")
