"""What `spacenews reread` is told, in three parts: what is read, what is shown of it, and what is done with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from spacenews.cli.days import takes_days
from spacenews.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Which:
    """What is read: of these articles or all, published in these days or on any, by so many processes."""

    urls: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown: differences of one field or all, so many or as many as is usual, or all of one article's."""

    field: str | None = None
    limit: int | None = None
    diff: str | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done; at most one of apply, undo and history."""

    apply: bool = False
    even_losses: bool = False
    undo: bool = False
    history: bool = False


def takes_which(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Which`, and hand them to it as `which`."""

    @functools.wraps(function)
    def with_which(
        *args: Any, urls: tuple[str, ...], since: str | None, until: str | None, jobs: int | None, **options: Any
    ) -> Any:
        return function(*args, which=Which(urls, since, until, jobs), **options)

    for option in (
        click.option(
            "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes that read.  [default: one a core]"
        ),
        click.option("--url", "urls", multiple=True, metavar="URL", help="Of this article alone; may be repeated."),
    ):
        with_which = option(with_which)
    return takes_days(with_which)


def takes_asked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Asked`, and hand them to it as `asked`."""

    @functools.wraps(function)
    def with_asked(*args: Any, field: str | None, limit: int | None, diff: str | None, **options: Any) -> Any:
        return function(*args, asked=Asked(field, limit, diff), **options)

    for option in (
        click.option("--diff", metavar="URL", help="Show all that changes in one article, word by word."),
        click.option(
            "--limit",
            type=click.IntRange(1, 1_000_000_000),
            metavar="N",
            help="How many differences are shown.  [default: 1000; in a table, 3 a field]",
        ),
        click.option("--field", metavar="NAME", help="Show what changes in this field alone."),
    ):
        with_asked = option(with_asked)
    return with_asked


def takes_doing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Doing`, and hand them to it as `doing`."""

    @functools.wraps(function)
    def with_doing(*args: Any, apply: bool, even_losses: bool, undo: bool, history: bool, **options: Any) -> Any:
        if even_losses and not apply:
            raise UsageError("--even-losses says what --apply may write: give that too")
        if apply + undo + history > 1:
            raise UsageError("--apply, --undo and --history are three things: give one of them")
        return function(*args, doing=Doing(apply, even_losses, undo, history), **options)

    for option in (
        click.option("--history", is_flag=True, help="List what was applied and undone so far."),
        click.option("--undo", is_flag=True, help="Put back what the last --apply changed."),
        click.option("--even-losses", is_flag=True, help="With --apply: write what reads worse, too."),
        click.option("--apply", is_flag=True, help="Write what was read; what it replaces is kept."),
    ):
        with_doing = option(with_doing)
    return with_doing
