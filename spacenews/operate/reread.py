"""What today's reader would make of the stored captures of a site; nothing is written, and nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable

from spacenews.archive import open_archive_to_read
from spacenews.archive.units import Chosen, list_units
from spacenews.operate.reread_reading import Order, UnitRead, read_units


def look(
    order: Order, chosen: Chosen, *, note: Callable[[UnitRead], None], progress: Callable[[int, int], None]
) -> None:
    """Read stored captures again, and tell what each unit reads as.

    Args:
        order: What to read, and how.
        chosen: Which captures of it.
        note: Told of each unit, in the order of their days.
        progress: Told how many of how many units are done.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SpecError: A function in the spec failed on a page.
    """
    with open_archive_to_read(order.data.archive) as archive:
        keys = list_units(archive, order.site.key, chosen)
        for done, read in enumerate(read_units(order, archive, keys), 1):
            note(read)
            progress(done, len(keys))
