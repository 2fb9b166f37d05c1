"""A repaired spec put in the place of the old one: tried before it is there, whole at any moment, and undone."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacenews.model.disk import write_whole
from spacenews.model.errors import SpecError, StorageError, UsageError
from spacenews.operate.fixtures import Fixture, check_fixture
from spacenews.reading.learning import Known, score_known, with_layout
from spacenews.specs.registry import load_spec

if TYPE_CHECKING:
    from spacenews.reading.learning import Learnt
    from spacenews.specs import Site

_BEFORE = ".before-"
_UNDONE = ".undone"


def try_spec(text: str, site: Site, learnt: Learnt, known: Sequence[Known], fixtures: Sequence[Fixture]) -> Site:
    """Return the site that a repaired spec gives, once it is seen to read what it was proposed for.

    Args:
        text: Of the repaired file.
        site: What the file says so far.
        learnt: The layout in it.
        known: The pages that it was learnt from and tested on.
        fixtures: Those of the site; what was read well must be read well still.

    Raises:
        SpecError: It cannot be loaded, or reads otherwise than was proposed; nothing was written.
    """
    with tempfile.TemporaryDirectory(prefix="spacenews-repair-") as folder:
        path = Path(folder) / f"{site.key}.py"
        path.write_text(text, encoding="utf-8")
        made = load_spec(path, site.key)
    names = [each.name for each in made.layouts]
    if names != [learnt.layout.name, *(each.name for each in site.layouts)]:
        raise SpecError(f"the repaired spec would have the layouts {', '.join(names)}: put the new one in by hand")
    expected = with_layout(site, learnt.layout)
    for each in known:
        if score_known(made, each) != score_known(expected, each):
            raise SpecError(
                f"the repaired spec reads {each.capture.url} otherwise than was proposed: nothing was changed"
            )
    if broken := _broken(site, made, fixtures):
        raise SpecError(
            f"with the new layout the fixture {broken} is no longer read as it should be: its marker is on pages of "
            f"another template; nothing was changed"
        )
    return made


def _broken(site: Site, made: Site, fixtures: Sequence[Fixture]) -> str | None:
    """Return the first fixture that the old spec reads well and the new one does not."""
    for fixture in fixtures:
        if all(row.well for row in check_fixture(site, fixture)):
            failed = next((row for row in check_fixture(made, fixture) if not row.well), None)
            if failed:
                return f"{fixture.case} ({failed.field})"
    return None


def write_spec(path: Path, text: str, name: str) -> Path | None:
    """Put a spec in its place, whole or not at all; return where the old one is kept, None where there was none.

    Args:
        path: The spec's file.
        text: The new one.
        name: Of the layout; the old file is kept as `KEY.py.before-NAME`.

    Raises:
        StorageError: It cannot be written; the old one is as it was.
    """
    kept = None
    try:
        if path.exists():
            kept = _free(path.with_name(f"{path.name}{_BEFORE}{name}"))
            write_whole(kept, path.read_bytes(), like=path)
        write_whole(path, text.encode(), like=path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}; the spec is as it was") from error
    return kept


def undo_spec(path: Path) -> tuple[Path, Path]:
    """Put back the spec that the last repair replaced; return that file's name, and where the repaired one is now.

    Raises:
        UsageError: No repair of this spec is kept.
        StorageError: It cannot be written.
    """
    kept = sorted(path.parent.glob(f"{path.name}{_BEFORE}*"), key=lambda each: (each.stat().st_mtime_ns, each.name))
    if not kept:
        raise UsageError(f"{path} was not repaired, or what it was before is gone: there is no {path.name}{_BEFORE}…")
    aside = _free(path.with_name(f"{path.name}{_UNDONE}"))
    try:
        write_whole(aside, path.read_bytes(), like=path)
        kept[-1].replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}; the spec is as it was") from error
    return kept[-1], aside


def _free(path: Path) -> Path:
    """Return a name that no file has: what is kept is never written over."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free
