"""JSON from strangers: what it says is what it prints, and can be written down again."""

from __future__ import annotations

import json
import re

# strict=False: publishers leave line breaks inside strings. Fractions stay as printed, since `1e999` says nothing of
# infinity and `1.10` is not `1.1`; NaN and Infinity are no JSON, and say nothing.
_DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_constant=lambda _: None)
# Each makes an object of twenty times its size; a page of a hundred whole posts has some thousand.
_MAX_BRACKETS = 800_000
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str) -> object:
    """Return what a text says that is JSON from its first to its last sign.

    Raises:
        ValueError: It is none, or nested deeper or in more objects than are read.
    """
    return _parse(text.strip(), whole=True)


def parse_first(text: str) -> object:
    """Return what the JSON says that a text begins with: some templates write a brace too many at the end.

    Raises:
        ValueError: As `parse_json`.
    """
    return _parse(text, whole=False)


def _parse(text: str, *, whole: bool) -> object:
    if text.count("{") + text.count("[") > _MAX_BRACKETS:
        raise ValueError(f"more than {_MAX_BRACKETS:,} brackets")
    try:
        found: object = _DECODER.decode(text) if whole else _DECODER.raw_decode(text)[0]
        return _without_halves(found) if _HALF.search(text) else found
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _without_halves(found: object) -> object:
    """Return what was found with U+FFFD for each lone half of a character (a surrogate), which no file can hold."""
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        whole: object = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        return whole
    return found
