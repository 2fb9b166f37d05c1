"""`spacenews rebuild`: database and exports anew, from captures and decisions alone."""

from __future__ import annotations

from spacenews.archive.rebuild_compare import compare_archives, older_readers
from spacenews.model.errors import ArchiveError, UsageError
from spacenews.model.folder import DataFolder
from spacenews.operate.rebuild_hold import held_sites
from spacenews.operate.rebuild_loss import find_loss
from spacenews.operate.rebuild_make import Progress, RebuildOrder, Rebuilt, make
from spacenews.operate.rebuild_swap import compare_files, put_in_place
from spacenews.reading import reader_of
from spacenews.specs import SpecRegistry


def sites_with_captures(data: DataFolder) -> tuple[str, ...]:
    """Return the keys of the sites that have captures, sorted."""
    return tuple(sorted({path.parent.name for path in data.captures.glob("*/*.warc.gz")}))


def rebuild(order: RebuildOrder, progress: Progress) -> Rebuilt:
    """Make `spacenews.db` and `articles` in a folder from captures and decisions, and compare them with the live ones.

    A rebuild that was stopped goes on where it was. Nothing is deleted: what it replaces is kept beside. Nothing is
    replaced either where the live archive holds what the captures do not give any more: `Rebuilt.losses` says what.

    Raises:
        HeldError: A run holds one of the sites.
        UsageError: There are no captures, or a site has no spec, or what is asked cannot be done.
        StorageError: A file cannot be read or written.
    """
    there = sites_with_captures(order.data)
    keys = tuple(sorted(set(order.keys))) or there
    if absent := [key for key in keys if key not in there] or ([""] if not keys else []):
        of_what = f" of {', '.join(absent)}" if keys else ""
        raise UsageError(
            f"there are no captures{of_what} in {order.data.captures}: put them back from a backup, or choose another "
            "--data"
        )
    if order.replace and set(keys) != set(there):
        raise UsageError("--replace takes the whole archive: name no KEY with it")
    if order.into.resolve() == order.data.path.resolve():
        raise UsageError(f"{order.into} holds the live archive: leave --into out, and give --replace")
    registry = SpecRegistry(order.folders)
    readers = {key: reader_of(registry.load(key)) for key in keys}
    with held_sites(order.data.locks, keys):
        result = make(order, readers, progress)
        _compare(order, result, progress)
        if order.replace:
            made = DataFolder(order.into)
            result.losses = () if order.allow_loss else find_loss(order.data, made, result.tables)
            result.kept = () if result.losses else put_in_place(made, order.data)
    return result


def _compare(order: RebuildOrder, result: Rebuilt, progress: Progress) -> None:
    made, live = DataFolder(order.into), order.data
    if not live.archive.exists():
        return
    progress("comparing with the live archive", 0, 0)
    try:
        result.tables = compare_archives(live.archive, made.archive, result.sites)
    except ArchiveError as error:
        result.messages.append(f"the live archive cannot be compared: {error}")
        return
    result.files = compare_files(live.articles, made.articles, result.sites)
    others = older_readers(live.archive, made.archive, result.sites)
    if others:
        result.messages.append(
            f"{others} articles of the live archive were last read by other rules or another spec: "
            "`spacenews reread KEY` shows what today's make of them"
        )
