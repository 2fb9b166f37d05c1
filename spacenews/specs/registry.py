"""Finds specs by path, and loads each only when it is asked for, so that one bad spec breaks nothing else."""

from __future__ import annotations

import difflib
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacenews.model.errors import SpecError, UnknownSiteError, UsageError
from spacenews.specs.site import Site

BUILT_IN = Path(__file__).resolve().parent.parent / "sites"
VARIABLE = "SPACENEWS_SITES"  # folders, parted as in PATH


class SpecRegistry:
    """The built-in specs and those of the user's own folders.

    A spec is a file `<key>.py` that holds one `SITE`. Names that start with `_` are left alone.

    Args:
        folders: The user's folders; none given: those of `SPACENEWS_SITES`.

    Raises:
        UsageError: A folder does not exist.
    """

    def __init__(self, folders: Sequence[Path | str] = ()) -> None:
        named = [Path(each) for each in folders] or [
            Path(each) for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each
        ]
        for folder in named:
            if not folder.is_dir():
                raise UsageError(f"{folder} is no folder: --sites and {VARIABLE} name folders that hold specs")
        self.folders: tuple[Path, ...] = (BUILT_IN, *(folder.resolve() for folder in named))
        self._loaded: dict[str, Site] = {}

    def keys(self) -> tuple[str, ...]:
        """Return the key of every spec, sorted; none is loaded for it."""
        return tuple(sorted({path.stem for path in self._files()}))

    def path(self, key: str) -> Path:
        """Return the file of a spec.

        Raises:
            UnknownSiteError: No folder has it.
            SpecError: Two folders have it, and either might be meant.
        """
        found = [path for path in self._files() if path.stem == key]
        if not found:
            near = difflib.get_close_matches(key, self.keys(), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(self.keys()) or 'none'}"
            raise UnknownSiteError(f"no site is called {key!r}: {hint} (specs of your own: --sites FOLDER)")
        if len(found) > 1:
            both = " and ".join(str(path) for path in found)
            raise SpecError(f"two specs are called {key!r}: {both}; rename one, its key too")
        return found[0]

    def load(self, key: str) -> Site:
        """Return a site by its key.

        Raises:
            UnknownSiteError, SpecError: As `path`; or the file fails, has no SITE, or its SITE has another key.
        """
        if key not in self._loaded:
            self._loaded[key] = load_spec(self.path(key), key)
        return self._loaded[key]

    def _files(self) -> Iterator[Path]:
        for folder in self.folders:
            yield from sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def load_spec(path: Path, key: str) -> Site:
    """Return the site that one file describes.

    Raises:
        SpecError: The file fails, has no SITE, or its SITE has another key.
    """
    spec = importlib.util.spec_from_file_location(f"spacenews_spec_{key}", path)
    if spec is None or spec.loader is None:
        raise SpecError(f"{path}: Python cannot load this file")
    module = importlib.util.module_from_spec(spec)
    writes = sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # a user's folder holds specs, not our caches
    try:
        spec.loader.exec_module(module)
    except SpecError as error:
        raise SpecError(f"{path}: {error}") from error
    except Exception as error:  # a spec is a user's code: whatever it raises is a fault of the spec
        raise SpecError(f"{path}: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = writes
    site = getattr(module, "SITE", None)
    if not isinstance(site, Site):
        raise SpecError(f"{path}: it must hold SITE = Site(key={key!r}, …); see docs/add-a-site.md")
    if site.key != key:
        raise SpecError(f"{path}: its key is {site.key!r}, but the file is called {key!r}; they must be the same")
    return site
