"""What of a spec decides how a page is read, as a short name that changes when it does, and only then.

It is the same in every process, on every machine and under every Python: what is named is the text of the spec, never
an address in memory or a bytecode. Counted in: the site's name, home, hosts, time zone, language, `article_url`, the
"full story" texts of its sources, its layouts with each rule and what the rule was made with, and all that its family
knows. Left out: where it lists its articles, and how far it was verified.

A function that a spec defines itself counts by its name and source, with the functions and values of its own file that
it uses; what it imports from elsewhere counts by name.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacenews.specs.site import Site

_DIGITS = 8  # of hex: 2**32 names, for the few versions that the spec of one site ever has
_PLAIN = (str, int, float, bool, type(None))


def reading_digest(site: Site) -> str:
    """Return eight hex digits over all of a spec that may change how a page of its site is read."""
    described = {
        "name": site.name,
        "home": site.home,
        "hosts": list(site.hosts),
        "timezone": site.timezone,
        "language": site.language,
        "article_url": site.article_url,
        "more": sorted({source.more for source in site.sources if source.more}),
        "layouts": _describe(site.layouts, frozenset()),
        "family": _describe(site.rules_of_family, frozenset()),
    }
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def _describe(value: Any, around: AbstractSet[int]) -> Any:
    """Return a value as JSON can hold it; `around` are the objects that it is part of, so that no loop is followed."""
    if isinstance(value, _PLAIN):
        return value
    if id(value) in around:
        return "…"
    inside = around | {id(value)}
    for kind, describe in _KINDS:
        if isinstance(value, kind):
            return describe(value, inside)
    return _object(value, inside)


def _pattern(pattern: re.Pattern[Any], inside: AbstractSet[int]) -> Any:
    return ["pattern", _describe(pattern.pattern, inside), pattern.flags]


def _mapping(mapping: Mapping[Any, Any], inside: AbstractSet[int]) -> Any:
    return ["mapping", *_in_order([_describe(each, inside) for each in pair] for pair in mapping.items())]


def _set(values: AbstractSet[Any], inside: AbstractSet[int]) -> Any:
    return ["set", *_in_order(_describe(each, inside) for each in values)]


def _sequence(values: Sequence[Any], inside: AbstractSet[int]) -> Any:
    return [_describe(each, inside) for each in values]


def _partial(call: functools.partial[Any], inside: AbstractSet[int]) -> Any:
    return ["partial", *(_describe(each, inside) for each in (call.func, call.args, call.keywords))]


def _object(value: Any, inside: AbstractSet[int]) -> Any:
    wrapped = getattr(value, "__wrapped__", None)
    if wrapped is not None:
        return _describe(wrapped, inside)
    if is_dataclass(value):
        state = {each.name: getattr(value, each.name) for each in fields(value)}
        return [_named(type(value)), _describe(state, inside)]
    if hasattr(value, "__self__"):  # a method, bound to what it is called on
        return ["method", getattr(value, "__qualname__", ""), _describe(value.__self__, inside)]
    name = getattr(value, "__qualname__", "")
    return [_named(type(value)), name, _describe(getattr(value, "__dict__", {}), inside)]


def _function(function: FunctionType, inside: AbstractSet[int]) -> Any:
    code = function.__code__
    held = {name: cell.cell_contents for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True)}
    made_with = _describe(held, inside)
    if _is_imported(function):
        return ["imported", function.__module__, function.__qualname__, made_with]
    used = {name: function.__globals__[name] for name in _names(code) if name in function.__globals__}
    return ["function", function.__qualname__, _source(function), made_with, _describe(used, inside)]


def _is_imported(what: FunctionType | type) -> bool:
    """Whether it comes from a module that Python imported; the files of specs are loaded, and are none of these."""
    return what.__module__ in sys.modules


def _source(function: Callable[..., Any] | type) -> str:
    """Return the text of a function; where it was made without a file, its name must do."""
    try:
        return inspect.cleandoc(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def _named(what: type | ModuleType, _inside: AbstractSet[int] = frozenset()) -> Any:
    if isinstance(what, ModuleType):
        return what.__name__
    return what.__qualname__ if _is_imported(what) else [what.__qualname__, _source(what)]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for held in code.co_consts:
        if isinstance(held, CodeType):
            yield from _names(held)


def _in_order(values: Iterator[Any]) -> list[Any]:
    return sorted(values, key=json.dumps)


_KINDS: tuple[tuple[Any, Callable[[Any, AbstractSet[int]], Any]], ...] = (
    (bytes, lambda value, _: ["bytes", value.hex()]),
    (re.Pattern, _pattern),
    (Mapping, _mapping),
    (AbstractSet, _set),
    ((list, tuple), _sequence),
    (functools.partial, _partial),
    (FunctionType, _function),
    ((type, ModuleType), _named),
)
