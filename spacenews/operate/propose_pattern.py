"""The pattern of a site's article addresses, learnt from articles that are known and tested against other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_MOST_SHAPES = 3  # a site has a few kinds of article addresses; what is rarer are its exceptions
_RARE = 0.04  # of the articles: a shape that fewer have is an exception
_SAME = 3  # articles that must share a part of the path before it is taken to be the same in all
_LONGEST = 100  # characters, so that it stands on one line of a spec
_MOST_NAMED = 6  # pages that are told from articles by their names
_HEADLINE = 2  # hyphens: a slug that has more is a headline, and no page is called so
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z]{3,5}")
_SLUG = r"[\w%-]+"
_SLUG_CHARACTERS = re.compile(r"[A-Za-z0-9_%-]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern and how well it tells articles from other pages.

    Attributes:
        regex: For the whole canonical URL; empty where no pattern was found.
        right: Articles that match, of `of`.
        unseen_right: Articles that match a pattern learnt from the other half of them, of `unseen`.
        wrong: Other pages that match too.
        others: How many other pages it was tested against.
    """

    regex: str
    right: int
    of: int
    unseen_right: int = 0
    unseen: int = 0
    wrong: tuple[str, ...] = ()
    others: int = 0

    def __str__(self) -> str:
        """Return how well it does, in words."""
        said = f"matches {self.right} of {self.of} known articles"
        if self.unseen:
            said += f" (learnt from half of them: {self.unseen_right} of {self.unseen} others)"
        return f"{said} and {len(self.wrong)} of {self.others} other pages"


@dataclass(frozen=True, slots=True)
class _Shape:
    origin: str
    depth: int
    slash: bool
    ending: str
    keys: tuple[str, ...]


def propose_pattern(articles: Iterable[str], others: Iterable[str]) -> Pattern:
    """Return a short pattern that the addresses of articles match and those of other pages do not.

    Args:
        articles: Canonical URLs of known articles, in any order.
        others: Those of pages that are none.
    """
    known = sorted(set(articles))
    rest = sorted(set(others) - set(known))
    regex = _learn(known, rest)
    if not regex:
        return Pattern("", 0, len(known), others=len(rest))
    half = re.compile(_learn(known[::2], rest) or r"\b\B")
    found = re.compile(regex)
    return Pattern(
        regex=regex,
        right=sum(found.fullmatch(url) is not None for url in known),
        of=len(known),
        unseen_right=sum(half.fullmatch(url) is not None for url in known[1::2]),
        unseen=len(known[1::2]),
        wrong=tuple(url for url in rest if found.fullmatch(url)),
        others=len(rest),
    )


def _learn(known: Sequence[str], others: Sequence[str]) -> str:
    groups: dict[_Shape, list[str]] = defaultdict(list)
    for url in known:
        groups[_shape(url)].append(url)
    ranked = sorted(groups.values(), key=len, reverse=True)[:_MOST_SHAPES]
    kept = [group for group in ranked if len(group) > _RARE * len(known)]
    regexes = [_sharpen(group, others) for group in kept]
    return _join(list(dict.fromkeys(regexes)))


def _shape(url: str) -> _Shape:
    parts = urlsplit(url)
    segments = _segments(parts.path)
    ending = _ENDING.search(segments[-1], max(0, len(segments[-1]) - 6)) if segments else None
    return _Shape(
        origin=f"{parts.scheme}://{parts.netloc}",
        depth=len(segments),
        slash=parts.path.endswith("/"),
        ending=ending.group() if ending and ending.end() == len(segments[-1]) else "",
        keys=tuple(pair.partition("=")[0] for pair in parts.query.split("&") if pair),
    )


def _segments(path: str) -> list[str]:
    return [each for each in path.split("/") if each]


def _sharpen(group: Sequence[str], others: Sequence[str]) -> str:
    """Return the pattern of addresses of one shape, as general as the other pages allow."""
    plain = _pattern(group)
    wrong = [url for url in others if re.fullmatch(plain, url)]
    if not wrong:
        return plain
    for sharper in (_pattern(group, sections=True), _pattern(group, headline=True)):
        if len(sharper) <= _LONGEST and not any(re.fullmatch(sharper, url) for url in wrong):
            return sharper
    origin = _shape(group[0]).origin
    names = sorted({url[len(origin) + 1 :] for url in wrong})
    named = f"{re.escape(origin)}/(?!(?:{'|'.join(map(re.escape, names))})$){plain[len(re.escape(origin)) + 1 :]}"
    return named if len(names) <= _MOST_NAMED and len(named) <= _LONGEST else plain


def _pattern(group: Sequence[str], *, headline: bool = False, sections: bool = False) -> str:
    shape = _shape(group[0])
    columns = list(zip(*(_segments(urlsplit(url).path) for url in group), strict=True))
    parts = [_segment(values, sections=sections) for values in columns[:-1]]
    if columns:
        bare = [value.removesuffix(shape.ending) for value in columns[-1]]
        parts.append(_last(bare, headline=headline) + re.escape(shape.ending))
    path = "/".join(["", *parts]) + ("/" if shape.slash or not parts else "")
    return re.escape(shape.origin) + path + _query(group, shape)


def _segment(values: Sequence[str], *, sections: bool) -> str:
    """Return what matches a part of the path that others follow."""
    if all(_YEAR.fullmatch(value) for value in values):
        return r"\d{4}"
    if all(value.isdigit() for value in values):
        lengths = {len(value) for value in values}
        return rf"\d{{{lengths.pop()}}}" if len(lengths) == 1 else r"\d+"
    if all(_MONTHS.fullmatch(value) for value in values):
        return r"[A-Za-z]{3,9}"
    if len(set(values)) == 1 and len(values) >= _SAME:
        return re.escape(values[0])
    names = sorted(set(values))
    if sections and len(names) <= _MOST_NAMED and len(names) * 2 <= len(values):
        return f"(?:{'|'.join(map(re.escape, names))})"
    return _of_characters(values)


def _last(values: Sequence[str], *, headline: bool) -> str:
    """Return what matches the last part of the path: a number, a slug, or a slug with a number at one end."""
    if all(value.isdigit() for value in values):
        return r"\d+"
    if all(re.search(r"[-_]\d{3,}$", value) for value in values):
        return rf"{_of_characters(values)}[-_]\d+"
    if all(re.match(r"\d{3,}[-_]", value) for value in values):
        return rf"\d+[-_]{_of_characters(values)}"
    if len(set(values)) == 1 and len(values) >= _SAME:  # what differs stands in the query
        return re.escape(values[0])
    if headline and min(value.count("-") for value in values) >= _HEADLINE:
        return rf"[\w%]+(?:-[\w%]+){{{_HEADLINE},}}"
    return _of_characters(values)


def _of_characters(values: Sequence[str]) -> str:
    odd = sorted({character for value in values for character in _SLUG_CHARACTERS.sub("", value)})
    return f"[\\w%{''.join(map(re.escape, odd))}-]+" if odd else _SLUG


def _query(group: Sequence[str], shape: _Shape) -> str:
    if not shape.keys:
        return ""
    pairs = [[pair.partition("=")[2] for pair in urlsplit(url).query.split("&") if pair] for url in group]
    values = [_value(column) for column in zip(*pairs, strict=True)]
    return r"\?" + "&".join(f"{re.escape(key)}={value}" for key, value in zip(shape.keys, values, strict=True))


def _value(values: Sequence[str]) -> str:
    if all(value.isdigit() for value in values):
        return r"\d+"
    if len(set(values)) == 1 and len(values) >= _SAME:
        return re.escape(values[0])
    return _of_characters(values)


def _join(regexes: Sequence[str]) -> str:
    """Return one pattern for all of them, no longer than a line of a spec: the rarest are left out first."""
    for count in range(len(regexes), 0, -1):
        joined = _alternatives(regexes[:count])
        if len(joined) <= _LONGEST or count == 1:
            return joined
    return ""


def _alternatives(regexes: Sequence[str]) -> str:
    if len(regexes) == 1:
        return regexes[0]
    origins = {regex[: regex.index("/", 8)] for regex in regexes}
    if len(origins) > 1:
        return f"(?:{'|'.join(regexes)})"
    origin = origins.pop()
    return f"{origin}/(?:{'|'.join(regex[len(origin) + 1 :] for regex in regexes)})"
