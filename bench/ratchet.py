"""The ratchet: figures of reading that may rise freely, and fall only in a commit of their own that says why.

`python -m bench.ratchet` measures and raises tests/ratchet.json; a figure that would fall is named, and left as it is.
To let one fall, `--let-fall` writes what was measured: commit that file alone, with the reason in the message's body.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.own_pages import ROOT
from bench.scores import OPEN, Figures, open_figures, own_figures

RATCHET = ROOT / "tests" / "ratchet.json"
SAMPLE = 25  # pages of each open set that every run of the tests reads; all of them are read by `make soak`
OWN, FEW, ALL = "own pages", f"open pages, {SAMPLE} of a set", "open pages, all"

Ratchet = dict[str, dict[str, dict[str, float]]]


def load_ratchet(path: Path = RATCHET) -> Ratchet:
    """Return the figures by ground, set and name; nothing where there is no file yet."""
    if not path.exists():
        return {}
    held: Ratchet = json.loads(path.read_text(encoding="utf-8"))
    return held


def fallen(held: Figures, measured: Figures) -> list[str]:
    """Return what is below the ratchet, a line each; a set or figure that is gone has fallen."""
    return [
        f"{key}, {name}: {measured.get(key, {}).get(name, 0.0):.3f}, was {value:.3f}"
        for key, figures in held.items()
        for name, value in figures.items()
        if measured.get(key, {}).get(name, 0.0) < value
    ]


def main(*, let_fall: bool) -> int:
    """Measure, tell and write; exit code 1 where a figure fell and was not let."""
    held, falls = load_ratchet(), 0
    for ground, figures in _measured().items():
        below = fallen(held.get(ground, {}), figures)
        falls += len(below)
        for line in below:
            print(f"{ground}: {line}")
        old = {} if let_fall else held.get(ground, {})
        held[ground] = {
            key: {
                name: max(figures.get(key, {}).get(name, 0.0), old.get(key, {}).get(name, 0.0))
                for name in sorted({*figures.get(key, {}), *old.get(key, {})})
            }
            for key in sorted({*figures, *old})
        }
    RATCHET.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{RATCHET.name}: {falls} figures fell" + (", written" if falls and let_fall else ""))
    return int(bool(falls) and not let_fall)


def _measured() -> dict[str, Figures]:
    measured = {OWN: own_figures()}
    if OPEN.exists():
        measured |= {FEW: open_figures(SAMPLE), ALL: open_figures()}
    else:
        print(f"{OPEN.name} is not here: its figures are left as they are")
    return measured


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.ratchet", description=__doc__)
    asked.add_argument("--let-fall", action="store_true", help="write what was measured, also where it is less")
    sys.exit(main(let_fall=asked.parse_args().let_fall))
