"""Many articles with one short text, such as photo posts, cost no more to save than the first of them."""

from __future__ import annotations

from pathlib import Path

from spacenews.archive import Archive, open_archive
from tests.archive.archive_samples import article, capture

_CAPTION = "Photo of the day."
_MANY = 400


def test_saving_one_of_many_equal_short_texts_asks_no_more_than_saving_an_early_one(tmp_path: Path) -> None:
    with open_archive(tmp_path / "spacenews.db") as archive:
        for number in range(4):
            _save(archive, number)
        early = _steps(archive, 4)
        for number in range(5, _MANY):
            _save(archive, number)
        late = _steps(archive, _MANY)
        assert late < 1.5 * early + 100
        (marked,) = archive.connection.execute("SELECT count(duplicate_of) FROM articles").fetchone()
        assert marked == 0


def test_an_equal_short_text_leaves_and_joins_the_others_of_its_title(tmp_path: Path) -> None:
    with open_archive(tmp_path / "spacenews.db") as archive:
        for number in range(6):
            _save(archive, number, title=f"Gallery {number % 2}")
        assert _duplicates(archive) == {2: 0, 4: 0, 3: 1, 5: 1}
        _save(archive, 0, title="Gallery 1", minutes=20)
        assert _duplicates(archive) == {4: 2, 1: 0, 3: 0, 5: 0}


def _save(archive: Archive, number: int, *, title: str = "", minutes: int = 0) -> None:
    record = capture(f"photo-{number:03}/", minutes or number / 100)
    archive.save([record], article(record, title=title or f"Photo {number}", body=_CAPTION))


def _steps(archive: Archive, number: int) -> int:
    """Return how many steps SQLite's machine takes to save one, in tens: the same on every machine."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    archive.connection.set_progress_handler(tick, 10)
    _save(archive, number)
    archive.connection.set_progress_handler(None, 10)
    return count


def _duplicates(archive: Archive) -> dict[int, int]:
    query = "SELECT a.url, o.url FROM articles a JOIN articles o ON o.id = a.duplicate_of"
    return {int(url[-4:-1]): int(original[-4:-1]) for url, original in archive.connection.execute(query)}
