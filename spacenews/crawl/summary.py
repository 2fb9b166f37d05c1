"""A run in five lines."""

from __future__ import annotations

from collections.abc import Mapping

from spacenews.model.run import Run

_KILO = 1000
_ARTICLES = ("new", "revised", "corrected", "unchanged", "duplicates", "moved")
_REST = ("listed", "rejected", "quarantined", "vanished", "excluded", "blocked", "failed", "pending")


def summarize(run: Run) -> list[str]:
    """Return a finished run as five lines for a person: outcome, requests, articles, the rest, the pace."""
    counts = run.counts
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0
    rate = counts.get("pages", 0) / seconds if seconds else 0.0
    rejected = ", ".join(
        f"{count} {name.partition('.')[2]}" for name, count in sorted(counts.items()) if name.startswith("rejected.")
    )
    return [
        f"{run.site} {run.mode}: {run.outcome} (exit code {run.exit_code})",
        f"  asked     {_list(counts, 'requests', 'responses', 'retried')}, {_size(counts.get('bytes', 0))}",
        f"  articles  {_list(counts, *_ARTICLES)}{_pages(counts)}",
        f"  the rest  {_list(counts, *_REST)}" + (f" (rejected: {rejected})" if rejected else ""),
        f"  took      {seconds:.1f} s ({_spent(counts)}), {rate:.1f} pages/s, run {run.id}",
    ]


def _spent(counts: Mapping[str, int]) -> str:
    parts = (("fetch_ms", "until answers began"), ("store_ms", "storing"), ("export_ms", "exporting"))
    return ", ".join(f"{counts.get(name, 0) / _KILO:.1f} s {words}" for name, words in parts)


def _pages(counts: Mapping[str, int]) -> str:
    """Return how many further pages of articles on several pages were read; nothing where none was."""
    count = counts.get("further_pages", 0)
    return f", {count} further page{'' if count == 1 else 's'} of them" if count else ""


def _list(counts: object, *names: str) -> str:
    values = counts if isinstance(counts, dict) else {}
    return ", ".join(f"{values.get(name, 0)} {name}" for name in names)


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < _KILO:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= _KILO
    return f"{size:.1f} GB"
