"""The text of a spec with one more layout in it: parsed, changed where it must be, every other character as it was."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacenews.model.errors import UsageError

_SPECS = "spacenews.specs"
_WIDTH = 120


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch of the text, by its bytes, and what stands there instead."""

    begin: int
    end: int
    text: str


def insert_layout(text: str, source: str, names: Sequence[str]) -> str:
    """Return the text of a spec with a layout before its others.

    Args:
        text: Of the whole file.
        source: The layout as `layout_source` writes it, eight spaces in.
        names: What the layout needs from `spacenews.specs`.

    Raises:
        UsageError: The file is not written so that this can be done for certain; what to do by hand is said.
    """
    tree = _parse(text)
    lines = _Places(text)
    call = _site_call(tree)
    changes = [_into_layouts(text, call, source, lines), *_import(tree, names, lines)]
    data = text.encode()
    for change in sorted(changes, key=lambda each: -each.begin):
        data = data[: change.begin] + change.text.encode() + data[change.end :]
    made = data.decode()
    _parse(made)
    return made


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"the spec is no Python that can be parsed: {error}") from error


class _Places:
    """Where the lines of a text begin, in its bytes, as `ast` counts."""

    def __init__(self, text: str) -> None:
        # Python's lines end at \n, \r\n and \r alone; str.splitlines knows others.
        starts = [0] + [found.end() for found in re.finditer(rb"\r\n|\n|\r", text.encode())]
        self._starts = starts

    def begin(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        line, column = node.end_lineno, node.end_col_offset
        return self._starts[(line or node.lineno) - 1] + (column or 0)


def _site_call(tree: ast.Module) -> ast.Call:
    """Return the call that makes SITE."""
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        is_site = any(isinstance(target, ast.Name) and target.id == "SITE" for target in targets)
        value = node.value
        if is_site and isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Site":
            return value
    raise UsageError("the spec does not say SITE = Site(…) by itself: put the layout first in its layouts by hand")


def _into_layouts(text: str, call: ast.Call, source: str, lines: _Places) -> _Change:
    given = next((each for each in call.keywords if each.arg == "layouts"), None)
    if any(each.arg is None for each in call.keywords):
        raise UsageError("the spec gives Site(**…) its fields: put the layout first in its layouts by hand")
    if given is None:
        return _new_argument(text, call, source, lines)
    begin, end = lines.begin(given.value), lines.end(given.value)
    old = text.encode()[begin:end].decode()
    if isinstance(given.value, ast.Tuple) and old.startswith("("):
        if not given.value.elts:
            return _Change(begin, end, f"(\n{source},\n    )")
        if "\n" in old or "\r" in old:
            rest = old[1:] if old[1:].lstrip(" \t").startswith(("\n", "\r", "#")) else f"\n        {old[1:].lstrip()}"
        else:
            rest = f"\n        {old[1:-1].strip().rstrip(',').rstrip()},\n    )"
        return _Change(begin, end, f"(\n{source},{rest}")
    return _Change(begin, end, f"(\n{source},\n        *({old}),\n    )")


def _new_argument(text: str, call: ast.Call, source: str, lines: _Places) -> _Change:
    """Add `layouts=` behind the last argument of the call."""
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    if not arguments:
        raise UsageError("the spec's Site() says nothing: put the layout in its layouts by hand")
    end = max(lines.end(each) for each in arguments)
    closing = lines.end(call) - 1
    between = text.encode()[end:closing].decode()
    code = re.sub(r"#[^\n\r]*", "", between)
    comma = "" if "," in code else ","
    at = end + (len(between.partition(",")[0].encode()) + 1 if not comma else 0)
    return _Change(at, at, f"{comma}\n    layouts=(\n{source},\n    ),")


def _import(tree: ast.Module, names: Sequence[str], lines: _Places) -> list[_Change]:
    """Return the change that imports what the layout needs; none where all of it is there."""
    imported = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    own = {alias.name for node in imported if node.module == _SPECS for alias in node.names if alias.asname is None}
    missing = [name for name in names if name not in own]
    taken = sorted(set(missing) & _bound(tree))
    if taken:
        raise UsageError(
            f"the spec uses {', '.join(taken)} for something of its own: put the layout first in its layouts by hand"
        )
    if not missing:
        return []
    plain = next((node for node in imported if node.module == _SPECS and node.level == 0), None)
    if plain is None:
        first = next((node for node in tree.body if not _is_preface(node)), tree.body[-1])
        at = lines.begin(first)
        return [_Change(at, at, f"from {_SPECS} import {', '.join(sorted(missing, key=_order))}\n\n")]
    given = [f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in plain.names]
    return [_Change(lines.begin(plain), lines.end(plain), _import_text([*given, *missing]))]


def _import_text(names: Sequence[str]) -> str:
    ordered = sorted(names, key=_order)
    whole = f"from {_SPECS} import {', '.join(ordered)}"
    if len(whole) <= _WIDTH:
        return whole
    inner = "".join(f"    {name},\n" for name in ordered)
    return f"from {_SPECS} import (\n{inner})"


def _order(name: str) -> tuple[bool, str]:
    """Classes before functions, as import sorters have it."""
    return (not name[:1].isupper(), name)


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that a file gives at its top level, but for what it takes from the specs."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        else:
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and _is_stored(each)}
    return names


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _is_preface(node: ast.stmt) -> bool:
    """Whether a statement stands before imports: a docstring, or `from __future__`."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
