"""A proposed spec and its fixtures written into a folder: tried first, then written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacenews.model.errors import SpecError, StorageError, UsageError
from spacenews.operate.fixture_pairs import write_pair
from spacenews.operate.fixtures import check_fixture, folder_beside, load_fixtures
from spacenews.operate.new_site import Proposal
from spacenews.operate.propose_text import spec_text
from spacenews.specs import Site, SpecRegistry
from spacenews.specs.registry import BUILT_IN

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the spec's file, its fixtures, and those that were left as a person had reviewed them."""

    spec: Path
    fixtures: tuple[Path, ...]
    left: tuple[str, ...] = ()


def check_free(folder: Path, key: str, others: Sequence[Path], *, force: bool) -> None:
    """Return if a spec of this key may be written into a folder.

    Args:
        folder: It may not exist yet.
        key: Of the spec.
        others: The user's other folders of specs; those that come with the project are known.
        force: Whether a spec that is there may be replaced.

    Raises:
        UsageError: There is one, and it is not to be replaced; or another folder has one, and either might be meant.
    """
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise UsageError(f"{there} is no folder: --sites names the folder that the spec goes into")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"{there} may not be written by you: name another folder with --sites")
    path = folder / f"{key}.py"
    held = [each / path.name for each in (BUILT_IN, *others) if each.resolve() != folder.resolve()]
    taken = next((each for each in held if each.exists()), None)
    if taken is not None:
        raise UsageError(f"{taken} is the spec of {key!r} already: choose another key")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: --force writes it anew, or choose another key")


def text_of(proposal: Proposal) -> str:
    """Return the text of a proposal's spec, no longer than a spec may be: listing pages too many are left out.

    Raises:
        SpecError: It would not be such a spec; nothing of it was run.
    """
    site = proposal.site
    text = spec_text(site, proposal.about, proposal.rules)
    while len(text.splitlines()) > MOST_LINES and (spare := _spare(site)):
        site = spare
        text = spec_text(site, proposal.about, proposal.rules)
    return text


def try_out(proposal: Proposal) -> str:
    """Load a proposal's spec from its text and read its fixtures with it, in a folder that is gone afterwards.

    Returns:
        The text of the spec.

    Raises:
        SpecError: The text gives no such spec, or a fixture is not read as it says.
    """
    text = text_of(proposal)
    with tempfile.TemporaryDirectory(prefix="spacenews-new-") as trial:
        _try_in(proposal, text, Path(trial))
    return text


def write_site(proposal: Proposal, text: str, folder: Path) -> Written:
    """Write a proposal's spec and fixtures into a folder of specs; pairs that a person has reviewed stay.

    Args:
        proposal: What was proposed.
        text: Of the spec, as `try_out` gives it.
        folder: It is made where it does not exist.

    Raises:
        StorageError: It cannot be written.
    """
    key = proposal.site.key
    path = folder / f"{key}.py"
    fixtures = folder_beside(path)
    reviewed = {each.case for each in load_fixtures(fixtures, key) if "reviewed" in each.expected and each.is_reviewed}
    left = [each.case for each in proposal.pairs if each.case in reviewed]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{key}.py.half"
        half.write_text(text, encoding="utf-8")
        written = [
            write_pair(fixtures, key, each.case, each.capture, each.expected)
            for each in proposal.pairs
            if each.case not in reviewed
        ]
        half.replace(path)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror or error}") from error
    return Written(path, tuple(written), tuple(left))


def _try_in(proposal: Proposal, text: str, folder: Path) -> None:
    key = proposal.site.key
    (folder / f"{key}.py").write_text(text, encoding="utf-8")
    site = SpecRegistry([folder]).load(key)
    for each in proposal.pairs:
        write_pair(folder / "fixtures", key, each.case, each.capture, each.expected)
    for fixture in load_fixtures(folder / "fixtures", key):
        wrong = [row for row in check_fixture(site, fixture) if not row.well]
        if wrong:
            raise SpecError(f"{fixture.case}: {wrong[0].field} reads {wrong[0].value!r}: {wrong[0].note}")


def _spare(site: Site) -> Site | None:
    """Return the site without its last listing page; None where it has but one."""
    listings = [each for each in site.sources if each.kind == "listing"]
    if len(listings) < 2:  # noqa: PLR2004 - one must stay
        return None
    return replace(site, sources=tuple(each for each in site.sources if each is not listings[-1]))
