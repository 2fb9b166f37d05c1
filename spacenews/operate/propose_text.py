"""A spec as the text of its file, as a person would write it. Nothing from a page can be more than a string in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from textwrap import wrap

from spacenews import specs
from spacenews.model.errors import SpecError
from spacenews.model.urls import host_of
from spacenews.reading.learning import constructors_in, layout_source
from spacenews.specs import Site, Source, handwritten, wordpress

_WIDTH = 120
_PLAIN = re.compile(r"[^\"\x00-\x1f\x7f]*")
_SPOKEN = re.compile(r"[^\w\s.,:;()/&'+-]")
_LONGEST_ABOUT = 400
_WORDS = frozenset(specs.__all__)
_CALLED = frozenset(
    {"Site", "Source", "Layout", "wordpress.sources", "handwritten.sources"}
    | {"css", "first", "json_ld", "labelled", "line", "meta"}
)


def spec_text(site: Site, about: str, rules: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return the text of a file that holds a site's spec; loading it gives the site again.

    Args:
        site: The site.
        about: What is known of it, in a sentence or two; only its words are taken.
        rules: Source texts of the rules that are functions, by layout and field.

    Raises:
        ValueError: A rule of the site is a function whose source is not given.
        SpecError: The text would do more than describe a site.
    """
    text = _text(site, about, rules or {})
    check_text(text)
    return text


def check_text(text: str) -> None:
    """Return if a spec's text only describes a site: one import of our words, one `SITE`, constants and calls of these.

    Raises:
        SpecError: It does more; whatever made it so is a fault, and nothing of it is run.
    """
    try:
        docstring, words, site = ast.parse(text).body
    except (SyntaxError, ValueError) as error:
        raise SpecError(f"the proposed spec is no such text: {error}") from error
    well = (
        isinstance(docstring, ast.Expr)
        and isinstance(words, ast.ImportFrom)
        and words.module == "spacenews.specs"
        and isinstance(site, ast.Assign)
        and [ast.unparse(each) for each in site.targets] == ["SITE"]
        and {each.name for each in words.names} <= _WORDS
        and not any(each.asname for each in words.names)
        and isinstance(docstring.value, ast.Constant)
        and all(_is_plain(node) for node in ast.walk(site.value))
    )
    if not well:
        raise SpecError("the proposed spec would do more than describe a site: it is not written")


def _is_plain(node: ast.AST) -> bool:
    """Whether a part of a spec is a constant, a tuple, or a call of a word of `spacenews.specs`."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in _CALLED
    if isinstance(node, ast.Name):
        return node.id in _WORDS
    if isinstance(node, ast.Attribute):
        return ast.unparse(node) in _CALLED
    return isinstance(node, ast.Constant | ast.Tuple | ast.keyword | ast.Load | ast.UnaryOp | ast.USub)


def _text(site: Site, about: str, rules: Mapping[str, Mapping[str, str]]) -> str:
    whole = _sources_of_family(site)
    layouts = _layouts(site, rules)
    names = {"Site", whole.partition(".")[0] or "Source"}
    names |= {*constructors_in("\n".join(layouts))} if layouts else set()
    lines = [
        *_docstring(f"{site.name}: {about}"),
        "",
        f"from spacenews.specs import {', '.join(_import_order(names))}",
        "",
        "SITE = Site(",
        *(f"    {name}={literal(value)}," for name, value in _plain_fields(site)),
        *([f"    sources={whole},"] if whole else _tuple("sources", map(_source_text, site.sources))),
        *(_hosts(site)),
        *([f"    family={literal(site.family)},"] if site.family != _implied_family(site) else []),
        *([f"    article_url={pattern_literal(site.article_url)},"] if site.article_url else []),
        *layouts,
        *([f"    verified={literal(site.verified)},"] if site.verified != "draft" else []),
        ")",
        "",
    ]
    return "\n".join(lines)


def _import_order(names: Iterable[str]) -> list[str]:
    """Return names as ruff sorts them: classes first."""
    return sorted(names, key=lambda name: (name[0].islower(), name))


def literal(text: str) -> str:
    """Return a text as a string of Python that means exactly it, whatever is in it."""
    quote = "'" if '"' in text and "'" not in text else '"'
    return f"{quote}{''.join(_character(each, quote) for each in text)}{quote}"


def pattern_literal(text: str) -> str:
    """Return a regular expression as a raw string where one can hold it, else as any other text."""
    raw = _PLAIN.fullmatch(text) and text.isascii() and not text.endswith("\\")
    return f'r"{text}"' if raw else literal(text)


def _character(character: str, quote: str) -> str:
    if character in {quote, "\\"}:
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - what \x can name
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - what \u can name


def _docstring(about: str) -> list[str]:
    """Return what is known as a docstring, without any sign that could end one."""
    words = " ".join(_SPOKEN.sub(" ", about).split())[:_LONGEST_ABOUT].rstrip()
    first, *rest = wrap(words, _WIDTH - 6) or ["A site."]
    if not rest:
        return [f'"""{first}"""']
    return [f'"""{first}', *rest, '"""']


def _plain_fields(site: Site) -> Iterable[tuple[str, str]]:
    for name in ("key", "name", "home", "timezone", "language"):
        if value := getattr(site, name):
            yield name, value


def _sources_of_family(site: Site) -> str:
    """Return the call that gives exactly the site's sources; empty where none does."""
    more = next((source.more for source in site.sources if source.more), "")
    named = f", more={literal(more)}" if more else ""
    if site.sources == wordpress.sources(site.home, more=more):
        return f"wordpress.sources({literal(site.home)}{named})"
    pages = [source.url for source in site.sources[1:]]
    if site.sources == handwritten.sources(site.home, *pages):
        return f"handwritten.sources({', '.join(map(literal, (site.home, *pages)))})"
    return ""


def _implied_family(site: Site) -> str:
    return next((source.family for source in site.sources if source.family), "")


def _source_text(source: Source) -> str:
    parts = [f"kind={literal(str(source.kind))}", f"url={literal(source.url)}"]
    parts += [f"{name}={literal(value)}" for name in ("more", "family") if (value := getattr(source, name))]
    return f"Source({', '.join(parts)})"


def _hosts(site: Site) -> list[str]:
    if site.hosts == (host_of(site.home),):  # as a spec that says nothing has it
        return []
    return _tuple("hosts", map(literal, site.hosts))


def _tuple(name: str, texts: Iterable[str]) -> list[str]:
    """Return a field that is a tuple: on one line where it fits, else one element a line."""
    elements = list(texts)
    line = f"    {name}=({', '.join(elements)}{',' if len(elements) == 1 else ''}),"
    if len(line) <= _WIDTH:
        return [line]
    return [f"    {name}=(", *(f"        {each}," for each in elements), "    ),"]


def _layouts(site: Site, rules: Mapping[str, Mapping[str, str]]) -> list[str]:
    if not site.layouts:
        return []
    texts = [layout_source(each, rules.get(each.name)) for each in site.layouts]
    return ["    layouts=(", *(f"{text}," for text in texts), "    ),"]
