"""How much of a reader hangs on one kind of sign: the open pages again, each with one kind of sign taken away.

    python -m bench.perturbed [--limit N] [--only NAME]

A rule that fits the template of single pages, not a cause, falls when that template's signs go; trafilatura is beside
it, so that what any reader must lose can be told from what this one loses more. Words, order and links stay.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from lxml import etree

from bench.reading_peers import ROOT, python_of
from bench.scores import OPEN

_FIGURES = (("body", "f1"), ("title", "loose"), ("date", "accepted"), ("author", "exact"), ("categories", "f1"))
_SHOWN = ("aeb", "wcxb", "traf", "hd", "fundus", "turing", "magic", "postlight", "space")
_SECTIONING = frozenset({"article", "main", "section", "aside", "nav", "header", "footer", "figure", "figcaption"})
_SOCIAL = re.compile(
    r"(?:og|article|twitter|fb|parsely|sailthru|dc|dcterms|citation|cxenseparse)[:._-]|author$|date", re.IGNORECASE
)
_MICRODATA = ("itemprop", "itemtype", "itemscope", "property", "typeof", "role", "rel", "aria-label", "data-testid")
_PARSER = etree.HTMLParser(huge_tree=True, encoding="utf-8")

Tree = Any  # lxml's element, whose class has no public name


def main(limit: int | None, only: str | None) -> None:
    """Print a table of scores for each way to take signs away."""
    for name in [only] if only else PERTURBATIONS:
        with tempfile.TemporaryDirectory(prefix="spacenews-perturbed-") as folder:
            archive = Path(folder) / "pages.tar"
            _write(archive, PERTURBATIONS[name])
            ours = _score(archive, Path(sys.executable), "bench.reading:read", limit)
            theirs = _score(archive, python_of("trafilatura"), "bench.peers.trafilatura:read", limit)
        print(f"## {name}\n\n{_table(ours, theirs)}\n", flush=True)


def as_it_is(_: Tree) -> None:
    """Nothing is taken away but what parsing and writing again does."""


def without_names(root: Tree) -> None:
    """Classes and ids get names without meaning, the same one for the same word."""
    for element in root.iter("*"):
        for key in ("class", "id"):
            if value := element.get(key):
                element.set(key, " ".join(f"k{crc32(word.encode()):x}" for word in value.split()))


def without_data(root: Tree) -> None:
    """JSON-LD and all other scripts go."""
    for element in [*root.iter("script")]:
        _remove(element)


def without_meta(root: Tree) -> None:
    """What is told to social networks and search engines goes."""
    for element in [*root.iter("meta")]:
        if any(_SOCIAL.search(element.get(key) or "") for key in ("property", "name", "itemprop")):
            _remove(element)


def without_elements(root: Tree) -> None:
    """Elements that say what a part is become `div`, `time` becomes `span`; microdata and roles go."""
    for element in root.iter("*"):
        if element.tag in _SECTIONING:
            element.tag = "div"
        elif element.tag == "time":
            element.tag = "span"
            element.attrib.pop("datetime", None)
        for key in _MICRODATA:
            if element.tag not in {"meta", "link"}:
                element.attrib.pop(key, None)


def without_all(root: Tree) -> None:
    """Everything above at once: words, headings, paragraphs and links are left."""
    for take in (without_names, without_data, without_meta, without_elements):
        take(root)


PERTURBATIONS: Mapping[str, Callable[[Tree], None]] = {
    "as it is": as_it_is,
    "without names": without_names,
    "without data": without_data,
    "without meta": without_meta,
    "without elements": without_elements,
    "without all": without_all,
}


def _remove(element: Tree) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


@cache
def _pages() -> dict[str, bytes]:
    with tarfile.open(OPEN / "open.tar.xz") as tar:
        return {each.name: held.read() for each in tar if (held := tar.extractfile(each)) is not None}


def _write(archive: Path, perturb: Callable[[Tree], None]) -> None:
    with tarfile.open(archive, "w") as tar:
        for name, data in _pages().items():
            changed = data if name.endswith("index.jsonl") else _perturbed(data, perturb)
            info = tarfile.TarInfo(name)
            info.size = len(changed)
            tar.addfile(info, io.BytesIO(changed))


def _perturbed(data: bytes, perturb: Callable[[Tree], None]) -> bytes:
    # A page in another charset would be changed by more than what is measured: it stays as it is.
    try:
        root = etree.fromstring(data.decode("utf-8").encode(), _PARSER)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        return data
    if root is None:
        return data
    perturb(root)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def _score(archive: Path, python: Path, reader: str, limit: int | None) -> Mapping[str, Any]:
    command = [str(python), str(OPEN / "score.py"), "--archive", str(archive), "--module", reader, "--path", str(ROOT)]
    command += ["--limit", str(limit)] if limit else []
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, timeout=7200)
    sets: Mapping[str, Any] = json.loads(done.stdout)["sets"]
    return sets


def _table(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    rows = [
        "| set | " + " | ".join(field for field, _ in _FIGURES) + " |",
        "|---|" + "---:|" * len(_FIGURES),
    ]
    for key in _SHOWN:
        shown = [
            " / ".join(_figure(each.get(key, {}).get(field, {}).get(figure)) for each in (ours, theirs))
            for field, figure in _FIGURES
        ]
        rows.append(f"| {key} | " + " | ".join(shown) + " |")
    return "\n".join(rows)


def _figure(value: float | None) -> str:
    return "\u2013" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.perturbed", description=__doc__)
    asked.add_argument("--limit", type=int, help="at most so many pages of each set")
    asked.add_argument("--only", choices=PERTURBATIONS, help="one way to take signs away")
    given = asked.parse_args()
    main(given.limit, given.only)
