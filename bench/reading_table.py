"""Reading, side by side: this project's generic reader and its peers over the same open pages, in one run.

Scores are those of `score.py` beside the pages: body by F1 over runs of four words, title and author of a page right
or not, day within what the page's known answer accepts, time to the minute. Every reader gets the bytes and the
address of a page and nothing else; no site's spec takes part but in the last table. Speeds are pages for a second of
processor time, one process at a time. Memory is that of a process that holds one page.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine
from bench.reading_layouts import report_layouts
from bench.reading_peers import PEERS, ROOT, python_of, say
from spacenews.model import clock

OPEN = ROOT.parent / "shared" / "extraction"
READING = ROOT / "bench" / "READING.md"
OURS = "spacenews"
_WEIGHED = (OURS, "trafilatura")  # whose memory and slowest page are looked at: it takes another pass over the pages
_COLUMNS: Sequence[tuple[str, str, str]] = (
    ("body", "body", "f1"),
    ("below .5", "body", "bad_pages"),
    ("title", "title", "loose"),
    ("day", "date", "accepted"),
    ("time", "date", "instant"),
    ("author", "author", "exact"),
    ("categories", "categories", "f1"),
)


@dataclass(frozen=True, slots=True)
class Scored:
    """What one reader reached.

    Attributes:
        sets: Of each set of pages, its figures as score.py gives them.
        run: Speed and errors as score.py gives them.
        weighed: Peak memory and slowest page, or None where they were not looked at.
    """

    name: str
    sets: Mapping[str, Mapping[str, Any]]
    run: Mapping[str, Any]
    weighed: Mapping[str, float] | None


def main(limit: int | None, peers: Sequence[str], *, write: bool) -> int:
    """Measure, print and write; returns an exit code."""
    if not (OPEN / "score.py").exists():
        sys.stderr.write(f"{OPEN} is not here, and with it neither pages nor their known answers\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="spacenews-reading-") as folder:
        with tarfile.open(OPEN / "open.tar.xz") as pages:
            pages.extractall(folder, filter="data")
        scored = [_score(name, limit, Path(folder)) for name in (OURS, *peers)]
    with tempfile.TemporaryDirectory(prefix="spacenews-reading-") as folder:
        layouts = report_layouts(Path(folder))
    text = "\n".join(
        (
            f"# {str(__doc__).partition(chr(10))[0]}\n",
            f"Measured on {clock.now():%Y-%m-%d} by `make bench-reading`: {machine.describe()}.\n",
            str(__doc__).partition("\n")[2].strip() + "\n",
            f"At most {limit} pages of each set, always the same ones.\n" if limit else "All pages of every set.\n",
            *_tables(scored),
            layouts,
        )
    )
    sys.stdout.write(text)
    if write:
        READING.write_text(text, encoding="utf-8")
    return 0


def _score(name: str, limit: int | None, pages: Path) -> Scored:
    python = sys.executable if name == OURS else str(python_of(name))
    reader = "bench.reading:read" if name == OURS else f"bench.peers.{name}:read"
    sys.stderr.write(f"{name} ...\n")
    few = ["--limit", str(limit)] if limit else []
    said = say([python, str(OPEN / "score.py"), "--module", reader, "--path", str(ROOT), *few])
    weighed = None
    if name in _WEIGHED:
        weighed = say([python, str(ROOT / "bench" / "reading_child.py"), reader, str(ROOT), str(pages)])
    return Scored(name, said["sets"], said["run"], weighed)


def _tables(scored: Sequence[Scored]) -> list[str]:
    names = [each.name for each in scored]
    head = ["| set | pages | " + " | ".join(names) + " |", "|---|---:|" + "---:|" * len(names)]
    blocks = []
    for title, field, figure in _COLUMNS:
        rows = [
            f"| {key} | {_pages(scored[0].sets[key], field)} | "
            + " | ".join(_figure(each.sets[key], field, figure) for each in scored)
            + " |"
            for key in sorted(scored[0].sets)
            if field in scored[0].sets[key] and figure in scored[0].sets[key][field]
        ]
        if rows:
            blocks.append("\n".join((f"## {title[0].upper()}{title[1:]}\n", *head, *rows)) + "\n")
    return [*blocks, _speeds(scored)]


def _pages(figures: Mapping[str, Any], field: str) -> int:
    return int(figures[field].get("pages", figures["pages"]))


def _figure(figures: Mapping[str, Any], field: str, figure: str) -> str:
    value = figures.get(field, {}).get(figure)
    if value is None or (figures[field].get("found") == 0 or figures[field].get("empty") == figures[field]["pages"]):
        return "-"  # a reader that has no such field
    return str(value) if figure == "bad_pages" else f"{value:.3f}"


def _speeds(scored: Sequence[Scored]) -> str:
    base = next(each.run["pages_per_cpu_s"] for each in scored if each.name == "trafilatura")
    columns: Sequence[tuple[str, Callable[[Scored], str]]] = (
        ("pages a processor second", lambda each: f"{each.run['pages_per_cpu_s']:.1f}"),
        ("to trafilatura", lambda each: f"{each.run['pages_per_cpu_s'] / base:.2f}"),
        ("ms, median", lambda each: f"{each.run['ms_p50']:.0f}"),
        ("ms, 95 %", lambda each: f"{each.run['ms_p95']:.0f}"),
        ("slowest, s", lambda each: f"{each.run['ms_max'] / 1000:.2f}"),
        ("peak MB", lambda each: f"{each.weighed['peak_mb']:.0f}" if each.weighed else "-"),
        ("raised", lambda each: str(each.run["errors"]["count"])),
    )
    head = ["| reader | " + " | ".join(name for name, _ in columns) + " |", "|---|" + "---:|" * len(columns)]
    rows = [f"| {each.name} | " + " | ".join(of(each) for _, of in columns) + " |" for each in scored]
    return "\n".join(("## Speed and memory\n", *head, *rows)) + "\n"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.reading_table", description=__doc__)
    asked.add_argument("--limit", type=int, metavar="N", help="at most N pages of each set (default: all)")
    asked.add_argument(
        "--peer", action="append", choices=PEERS[1:], metavar="NAME", help="beside trafilatura; default: all"
    )
    asked.add_argument("--no-peer", action="store_true", help="trafilatura alone, that all speeds are compared with")
    asked.add_argument("--no-write", action="store_true", help="print only; leave READING.md as it is")
    given = asked.parse_args()
    beside = () if given.no_peer else given.peer or PEERS[1:]
    sys.exit(main(given.limit, (*PEERS[:1], *beside), write=not given.no_write))
