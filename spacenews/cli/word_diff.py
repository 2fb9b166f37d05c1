"""What changed between two texts, word by word. Pure, and bounded on texts of any size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

Part = tuple[str, str]  # `same`, `gone` or `new`, and the text

_WORD = re.compile(r"\S+")
_BREAK = "\n\n"
# SequenceMatcher takes up to the product of both lengths: half a second at this bound, in the worst case.
_MOST = 4_000_000


def diff_words(old: str, new: str) -> tuple[Part, ...]:
    """Return one text as parts that stayed, went and came, in order; paragraphs stay parted by a blank line.

    Paragraphs that are alike are found first, words only between them. What is too long for that is shown as gone
    and new, whole.
    """
    parts: list[Part] = []
    for kind, before, after in _opcodes(old.split(_BREAK), new.split(_BREAK)):
        if parts:
            parts.append(("same", _BREAK))
        if kind == "same":
            parts.append(("same", _BREAK.join(before)))
        else:
            parts += _between(_BREAK.join(before), _BREAK.join(after))
    return tuple(_merged(parts))


def _between(old: str, new: str) -> Iterator[Part]:
    """Return the parts of a stretch that differs."""
    first = True
    for kind, before, after in _opcodes(_tokens(old), _tokens(new)):
        for part, words in (("gone", before), ("new", after)) if kind != "same" else (("same", before),):
            if words:
                yield part, ("" if first else " ") + " ".join(words)
                first = False


def _tokens(text: str) -> list[str]:
    return [
        token for at, each in enumerate(text.split(_BREAK)) for token in ([_BREAK] * bool(at) + _WORD.findall(each))
    ]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Return stretches that are the same in both, or differ; what both begin and end with costs nothing."""
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    longest = min(len(old), len(new)) - head
    backwards = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = next((at for at, (a, b) in enumerate(backwards) if a != b), longest)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield "same", old[:head], new[:head]
    if len(before) * len(after) > _MOST:
        yield "other", before, after
    elif before or after:
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield "same" if kind == "equal" else "other", before[a:b], after[c:d]
    if tail:
        yield "same", old[len(old) - tail :], new[len(new) - tail :]


def _merged(parts: Sequence[Part]) -> Iterator[Part]:
    """Join neighbors of one kind, and put no space beside a break."""
    for kind, group in groupby(parts, key=lambda part: part[0]):
        text = re.sub(r" *\n\n *", _BREAK, "".join(text for _, text in group))
        if text:
            yield kind, text
