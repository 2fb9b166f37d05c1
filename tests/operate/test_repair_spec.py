"""A layout goes into a spec's text first of all layouts, and nothing else of the text changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacenews.model.errors import UsageError
from spacenews.operate.repair_spec import insert_layout
from spacenews.operate.repair_write import undo_spec, write_spec
from spacenews.specs import Site
from spacenews.specs.registry import load_spec

LAYOUT = '        Layout(name="new", marker="main", published=line(r"\\d{4}"))'
NAMES = ("Layout", "line")
HEAD = 'key="x", name="X", home="https://x.example/", timezone="UTC"'
SOURCES = 'sources=(Source(kind="feed", url="https://x.example/feed/"),)'
OLD = 'Layout(name="old", marker="body")'

FORMS = {
    "one line": f"SITE = Site({HEAD}, {SOURCES}, layouts=({OLD},))\n",
    "several lines": f"SITE = Site(\n    {HEAD},\n    {SOURCES},\n    layouts=(\n        {OLD},  # old\n    ),\n)\n",
    "no comma behind": f"SITE = Site({HEAD}, {SOURCES}, layouts=({OLD}, *()))\n",
    "a name": f"OLD = ({OLD},)\nSITE = Site({HEAD}, {SOURCES}, layouts=OLD)\n",
    "a sum": f"OLD = ({OLD},)\nSITE: Site = Site({HEAD}, {SOURCES}, layouts=OLD + ())\n",
    "windows": f"SITE = Site(\r\n    {HEAD},\r\n    {SOURCES},\r\n    layouts=({OLD},),\r\n)\r\n",
    "other letters": f'NAME = "Новости «ё»"\nSITE = Site({HEAD}, language="ru", {SOURCES}, layouts=({OLD},))  # «»\n',
}
IMPORT = "from spacenews.specs import Layout, Site, Source\n\n"


def loaded(folder: Path, text: str) -> Site:
    path = folder / "x.py"
    path.write_text(text, encoding="utf-8", newline="")
    return load_spec(path, "x")


@pytest.mark.parametrize("form", FORMS)
def test_however_it_is_written_the_new_layout_comes_first_and_the_rest_stays(form: str, tmp_path: Path) -> None:
    text = f'"""A site."""\n\n{IMPORT}{FORMS[form]}'
    made = insert_layout(text, LAYOUT, NAMES)
    assert [layout.name for layout in loaded(tmp_path, made).layouts] == ["new", "old"]
    kept = [line for line in text.splitlines() if "layouts" not in line and "import" not in line]
    assert [line for line in kept if line not in made.splitlines()] == []


@pytest.mark.parametrize(
    ("site", "import_"),
    [
        (f"SITE = Site({HEAD}, {SOURCES})", IMPORT),
        (f"SITE = Site(\n    {HEAD},\n    {SOURCES},  # all, (really), there is\n)", IMPORT),
        (f"SITE = Site({HEAD}, {SOURCES}, layouts=())", "from spacenews.specs import Site, Source as Source\n"),
        (
            f"SITE = s.Site({HEAD}, {SOURCES})".replace("s.Site", "Site").replace("Source(", "s.Source("),
            "import spacenews.specs as s\nfrom spacenews.specs.site import Site\n",
        ),
    ],
)
def test_a_spec_without_layouts_gets_its_first_and_what_it_needs_is_imported(
    site: str, import_: str, tmp_path: Path
) -> None:
    made = insert_layout(f'"""A site."""\n\nfrom __future__ import annotations\n\n{import_}\n{site}\n', LAYOUT, NAMES)
    assert [layout.name for layout in loaded(tmp_path, made).layouts] == ["new"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{IMPORT}SITE = made({HEAD})\n", "by itself"),
        (f"{IMPORT}REST = {{}}\nSITE = Site(**REST)\n", "by hand"),
        (f"{IMPORT}def line(page):\n    return ()\n\nSITE = Site({HEAD}, {SOURCES})\n", "uses line"),
        ("SITE = Site(\n", "no Python"),
    ],
)
def test_what_cannot_be_changed_for_certain_is_left_to_a_person(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        insert_layout(text, LAYOUT, NAMES)


def test_a_spec_that_was_written_over_comes_back_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("first\n", encoding="utf-8")
    path.chmod(0o640)
    kept = [write_spec(path, f"{name}\n", "redesign-2026-11") for name in ("second", "third")]
    assert [each and each.read_text(encoding="utf-8") for each in kept] == ["first\n", "second\n"]
    assert path.stat().st_mode & 0o777 == 0o640
    for expected in ("second\n", "first\n"):
        undo_spec(path)
        assert path.read_text(encoding="utf-8") == expected
    with pytest.raises(UsageError, match="was not repaired"):
        undo_spec(path)
    assert sorted(each.read_text(encoding="utf-8") for each in tmp_path.iterdir()) == ["first\n", "second\n", "third\n"]
