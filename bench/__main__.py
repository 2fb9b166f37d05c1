"""`python -m bench`: run what is asked for (default: all of it) and write bench/RESULTS.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import backfill, budget, machine, pending, pipeline
from spacenews.model import clock

BACKFILL = Path(__file__).resolve().parent / "BACKFILL.md"
BACKFILL_ARTICLES = 100_000
ADDRESSES = 1_000_000
_PENDING = "## "
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
HEAD = """# Results

Written by `make bench`; ratios were measured in one run, interleaved, on a machine that other work shares. Compare
ratios; absolute figures say little elsewhere.
"""


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="articles of the served site (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the interleaved comparison (default 3)")
    parser.add_argument("--no-write", action="store_true", help="print only; leave RESULTS.md as it is")
    parser.add_argument(
        "--backfill",
        type=int,
        nargs="?",
        const=BACKFILL_ARTICLES,
        metavar="N",
        help="instead: a backfill of N articles (default 100,000), into BACKFILL.md",
    )
    parser.add_argument(
        "--pending",
        type=int,
        nargs="?",
        const=ADDRESSES,
        metavar="N",
        help="instead: what N more addresses add that wait (default 1,000,000), the last part of BACKFILL.md",
    )
    given = parser.parse_args()
    if given.pending:
        return _pending(given.pending, write=not given.no_write)
    if given.backfill:
        return _backfill(given.backfill, write=not given.no_write)
    rounds = pipeline.measure(given.articles, given.rounds, _say)
    parts = [
        HEAD,
        f"Measured on {clock.now():%Y-%m-%d}: {machine.describe()}.\n",
        f"## The whole pipeline beside a plain spider\n\n{pipeline.__doc__.partition(chr(10))[2].strip()}\n",
        (
            f"{given.rounds} rounds, {given.articles:,} articles, {pipeline.CONCURRENCY} requests at a time; medians, "
            "and the least and greatest ratio of a round.\n"
        ),
        pipeline.table(rounds) + "\n",
        f"## A page's budget\n\n{budget.__doc__.partition(chr(10))[2].strip()}\n",
        budget.table(budget.measure(rounds)) + "\n",
    ]
    text = "\n".join(parts)
    sys.stdout.write(text)
    if not given.no_write:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


def _backfill(articles: int, *, write: bool) -> int:
    parts = [
        f"# {backfill.__doc__.partition(chr(10))[0]}\n",
        f"Measured on {clock.now():%Y-%m-%d} by `python -m bench --backfill`: {machine.describe()}.\n",
        f"{backfill.__doc__.partition(chr(10))[2].strip()}\n",
        backfill.report(backfill.measure(articles, _say)) + "\n",
    ]
    text = "\n".join(parts)
    sys.stdout.write(text)
    if write:
        _write_backfill(text, _parts_of_backfill()[1])
    return 0


def _pending(addresses: int, *, write: bool) -> int:
    about, _, why = pending.__doc__.partition("\n")
    parts = [
        f"{_PENDING}{about.removesuffix('.')}\n",
        f"Measured on {clock.now():%Y-%m-%d} by `python -m bench --pending`, on the same terms.\n",
        f"{why.strip()}\n",
        pending.report(pending.measure(addresses, _say)) + "\n",
    ]
    text = "\n".join(parts)
    sys.stdout.write(text)
    if write:
        _write_backfill(_parts_of_backfill()[0], text)
    return 0


def _parts_of_backfill() -> tuple[str, str]:
    """Return the two parts of BACKFILL.md, which are measured apart."""
    text = BACKFILL.read_text(encoding="utf-8") if BACKFILL.exists() else ""
    before, mark, after = text.partition(f"\n{_PENDING}")
    return before, (mark + after).lstrip("\n")


def _write_backfill(*parts: str) -> None:
    BACKFILL.write_text("\n".join(f"{part.strip()}\n" for part in parts if part), encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
