"""`python -m spacenews.demo`: serves the embedded site until it is stopped."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from spacenews.demo.faults import PAGES, SITE_WIDE, parse_faults
from spacenews.demo.markups import MARKUPS
from spacenews.demo.newsroom import SMALLEST
from spacenews.demo.world import ARTICLES
from spacenews.model.errors import UsageError


def main() -> int:
    """Read the arguments, serve, and return the exit code."""
    faults = "\n".join(f"  {name:17} {what}" for name, what in {**PAGES, **SITE_WIDE}.items())
    parser = argparse.ArgumentParser(
        prog="python -m spacenews.demo",
        description="Serve the embedded news site on 127.0.0.1; its address is the first line of the output.",
        epilog=f"faults:\n{faults}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what", nargs="?", choices=["serve"], default="serve", help="what to do; there is but one thing"
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--day", type=int, default=1, help="which day of the newsroom to show, from 1")
    parser.add_argument("--markup", choices=list(MARKUPS), default="classic", help="how pages are printed")
    parser.add_argument(
        "--markup-from", metavar="DAY:MARKUP", action="append", default=[], help="another markup from a day on"
    )
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many there are on day 1")
    parser.add_argument("--faults", default="", metavar="NAME,NAME", help="what is to go wrong; see below")
    parser.add_argument("--log", type=Path, metavar="FILE", help="write each request there, a line of JSON each")
    parser.add_argument("--control", action="store_true", help="take orders from standard input; end when it ends")
    given = parser.parse_args()
    names = tuple(name for name in given.faults.split(",") if name)
    redesigns = [each.partition(":") for each in given.markup_from]
    try:
        parse_faults(names)
    except UsageError as error:
        parser.error(str(error))
    if given.day < 1 or given.articles < SMALLEST:
        parser.error(f"days begin with 1, and there are at least {SMALLEST} articles")
    if not all(day.isdigit() and markup in MARKUPS for day, _, markup in redesigns):
        parser.error(f"--markup-from takes a day and one of {', '.join(MARKUPS)}, such as 30:block")
    # Only now: a wrong argument need not wait for the server's library.
    from spacenews.demo.serving import Setup, serve

    setup = Setup(
        day=given.day,
        markup=given.markup,
        articles=given.articles,
        faults=names,
        markup_from=tuple((int(day), markup) for day, _, markup in redesigns),
    )
    serve(setup, port=given.port, log=given.log, controlled=given.control)
    return 0


if __name__ == "__main__":
    sys.exit(main())
