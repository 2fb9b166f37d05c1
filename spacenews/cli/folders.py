"""What every command is told: where the data lies, and in which folders more specs are."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.records import FORMATS
from spacenews.cli.screen import say
from spacenews.model.errors import SpecError, UsageError
from spacenews.model.folder import DataFolder
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.specs import Site, SpecRegistry

_SOME = 20  # names that one line can tell


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one command.

    Attributes:
        data: The archive on disk.
        sites: The user's own folders of specs, as named by `--sites`.
    """

    data: DataFolder
    sites: tuple[Path, ...] = ()

    def registry(self) -> SpecRegistry:
        """Return the specs; raises UsageError for a folder that is none."""
        from spacenews.specs import SpecRegistry

        return SpecRegistry(self.sites)

    def site(self, key: str) -> Site:
        """Return a site, having said so if its spec is a draft.

        Raises:
            UnknownSiteError, SpecError: As `SpecRegistry.load`.
        """
        return _introduce(self.registry().load(key))

    def site_of(self, url: str) -> Site:
        """Return the one site whose hosts a URL is on.

        Raises:
            UsageError: It is no web address, no spec covers its host, or several do.
        """
        address = canonical_url(url)
        if address is None:
            raise UsageError(f"{url!r} is no web address: write it whole, such as https://example.org/article/")
        found = self.sites_covering(address)
        if not found:
            raise UsageError(
                f"no spec covers {host_of(address)}: `spacenews sites new KEY URL` writes one into a folder of yours, "
                f"which you name with --sites; `spacenews sites` lists those that there are"
            )
        if len(found) > 1:
            keys = ", ".join(site.key for site in found)
            raise UsageError(f"several specs cover {host_of(address)} ({keys}): say which with --site KEY")
        return _introduce(found[0])

    def sites_covering(self, address: str) -> list[Site]:
        """Return every site whose hosts a canonical URL is on; a spec that will not load is told and left out."""
        registry = self.registry()
        loaded = (_try_load(registry, key) for key in registry.keys())  # noqa: SIM118 # keys() is its method, no dict's
        return [site for site in loaded if site is not None and site.allows(address)]

    def open_archive(self) -> ArchiveReader:
        """Return the archive, to ask.

        Raises:
            UsageError: Nothing was archived in this folder yet.
            ArchiveError: It will not open.
        """
        from spacenews.archive import open_archive_to_read

        if not self.data.archive.exists():
            raise UsageError(
                f"there is no archive in {self.data.path}: `spacenews crawl KEY` makes one, and --data names another "
                f"folder"
            )
        return open_archive_to_read(self.data.archive)

    def check_stored(self, archive: ArchiveReader, key: str | None) -> None:
        """Raise UsageError for a site of which the archive holds nothing; None is no site."""
        stored = [figures.site for figures in archive.sites()] if key else []
        if key and key not in stored:
            raise UsageError(
                f"nothing of {key!r} is stored in {self.data.path}: there are {', '.join(stored) or 'none'}"
            )

    def check_category(self, archive: ArchiveReader, name: str | None) -> None:
        """Raise UsageError for a category that the archive does not have, by name or slug; None is no category."""
        if name is None:
            return
        stored = archive.categories()
        if any(name == slug or name.casefold() == each.casefold() for slug, each in stored):
            return
        names = [each for _, each in stored]
        near = difflib.get_close_matches(name, names, n=3) or names[:_SOME]
        more = ", …" if len(near) < len(names) else ""
        raise UsageError(
            f"no category {name!r} is stored in {self.data.path}: there are {', '.join(near) or 'none'}{more}"
        )

    def arguments(self) -> list[str]:
        """Return the options that give another process of this program the same folders."""
        return ["--data", str(self.data.path), *(part for each in self.sites for part in ("--sites", str(each)))]


def _try_load(registry: SpecRegistry, key: str) -> Site | None:
    try:
        return registry.load(key)
    except SpecError as error:  # told, and not in the way of the others
        say(f"left out: {error}")
        return None


def _introduce(site: Site) -> Site:
    if site.verified == "draft":
        say(
            f"the spec of {site.key} is a draft, written from descriptions alone: "
            f"`spacenews sites check {site.key}` shows what it reads"
        )
    return site


def complete_key(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the site keys that a shell may complete a word to."""
    from spacenews.specs import SpecRegistry

    keys = SpecRegistry(context.params.get("sites") or ()).keys()
    return [key for key in keys if key.startswith(incomplete)]


def takes_folders(*, default: str = "data", variable: str | None = "SPACENEWS_DATA") -> Callable[..., Any]:
    """Give a command `--data` and `--sites`, and hand them to it as `folders`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def with_folders(*args: Any, data: str, sites: Sequence[str], **options: Any) -> Any:
            return function(*args, folders=Folders(DataFolder(Path(data)), tuple(map(Path, sites))), **options)

        for option in (
            click.option(
                "--sites",
                multiple=True,
                metavar="DIR",
                help="Folder with specs of your own; may be repeated.  [env var: SPACENEWS_SITES]",
            ),
            click.option(
                "--data",
                metavar="DIR",
                default=default,
                envvar=variable,
                show_default=True,
                show_envvar=variable is not None,
                help="Folder that holds the archive.",
            ),
        ):
            with_folders = option(with_folders)
        return with_folders

    return decorate


def takes_format(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--format`, and hand it over as `form` (None: it follows the stream)."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="Form of the answer.  [default: table on a terminal, jsonl in a pipe]",
    )(function)
