"""A layout as Python, as it stands in a spec."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields

from spacenews.specs.layout import Layout

_WIDTH = 120
_CALL = re.compile(r"\b(css|first|json_ld|labelled|line|meta)\(")


def layout_source(layout: Layout, rules: Mapping[str, str] | None = None, *, indent: int = 8) -> str:
    """Return the source of a layout, indented by so many spaces, without a comma or line break at its end.

    Args:
        layout: Its selectors are written as they are.
        rules: Source of each rule that is a function, by field.
        indent: Spaces before its first line.

    Raises:
        ValueError: It has a rule that is a function, and its source is not given.
    """
    parts = [f"{name}={text}" for name, text in _parts(layout, rules or {})]
    margin = " " * indent
    whole = f"{margin}Layout({', '.join(parts)})"
    if len(whole) < _WIDTH:
        return whole
    inner = "".join(f"{margin}    {part},\n" for part in parts)
    return f"{margin}Layout(\n{inner}{margin})"


def constructors_in(source: str) -> tuple[str, ...]:
    """Return the names that a layout's source needs from `spacenews.specs`, `Layout` first."""
    return ("Layout", *sorted(set(_CALL.findall(source))))


def _parts(layout: Layout, rules: Mapping[str, str]) -> list[tuple[str, str]]:
    made = []
    for each in fields(layout):
        value = getattr(layout, each.name)
        if value is None or value == ():
            continue
        if each.name in rules:
            made.append((each.name, rules[each.name]))
        elif isinstance(value, str):
            made.append((each.name, quoted(value)))
        elif isinstance(value, tuple):
            inner = ", ".join(quoted(part) for part in value)
            made.append((each.name, f"({inner},)" if len(value) == 1 else f"({inner})"))
        else:
            raise ValueError(f"layout {layout.name}: the source of its rule for {each.name} is not given")
    return made


def quoted(text: str) -> str:
    """Return a text as a literal, in double quotes where it has none itself; whatever a page holds stays a text."""
    literal = repr(text)
    return f'"{literal[1:-1]}"' if literal.startswith("'") and '"' not in literal else literal
