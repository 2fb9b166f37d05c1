"""`spacenews audit`: the completeness ledger of a site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.errors import StorageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.operate.audit import Audit

# Of a table; the other forms have all there is. The first column is never broken.
_COLUMNS = {"urls": ("url", "fate", "inventories"), "missing": ("url", "missing")}
_MONTH_COLUMNS = ("month", "archived", "missing", "usual", "reason")


@click.command(
    cls=Verb,
    short_help="Show what is missing, and how sure that is.",
    examples=(
        ("spacenews audit russianspacenews", "what each inventory has, what is missing, coverage by month"),
        ("spacenews audit russianspacenews --urls --format csv", "each address ever learned of, and what became of it"),
        ("spacenews audit russianspacenews --picture coverage.svg", "the same, and a picture of coverage by month"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option("--missing", "what", flag_value="missing", help="List every address that the archive lacks, and why.")
@click.option("--urls", "what", flag_value="urls", help="List every address ever learned of, with its fate.")
@click.option("--months", "what", flag_value="months", help="List every month with what is held and missing.")
@click.option("--only-in", metavar="INVENTORY", help="With --urls or --missing: what this inventory alone names.")
@click.option("--not-in", metavar="INVENTORY", help="With --urls or --missing: what this inventory does not name.")
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.svg", help="Draw coverage by month."
)
def command(
    key: str,
    folders: Folders,
    form: str | None,
    what: str | None,
    only_in: str | None,
    not_in: str | None,
    picture: Path | None,
) -> int:
    """Show what is known of site KEY, what became of it, what is missing, and how much no inventory may list.

    Nothing is asked of the site. Exit code 0: the archive holds all that is known; 3: something is known and missing.
    The bound on what nothing lists does not change the code. JSON holds the whole ledger in one record; CSV its
    inventories, a line each. docs/completeness.md says how each figure is found.
    """
    from spacenews.operate.audit import read_audit

    if (only_in or not_in) and what not in {"urls", "missing"}:
        raise click.UsageError("--only-in and --not-in narrow --urls and --missing: give one of them too")
    audit = read_audit(folders.data, folders.site(key))
    if picture is not None:
        _write_picture(audit, picture)
    chosen = chosen_format(form)
    if what in {"urls", "missing"}:
        write_records(_urls(audit, what, only_in, not_in), chosen, columns=_COLUMNS[what])
    elif what == "months":
        write_records(_months(audit), chosen, columns=_MONTH_COLUMNS)
    else:
        _write_ledger(audit, chosen)
    if audit.missing:
        say(f"{len(audit.missing)} addresses are known and missing: --missing lists them with the reasons")
        return ExitCode.URLS_FAILED
    return ExitCode.OK


def _write_picture(audit: Audit, path: Path) -> None:
    from spacenews.operate.audit_picture import draw_svg

    try:
        path.write_text(draw_svg(audit.months, f"Coverage of {audit.site} by month", audit.at), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"the picture {path} cannot be written: {error.strerror}; choose another file") from error
    say(f"the picture is in {path}")


def _write_ledger(audit: Audit, form: str) -> None:
    from spacenews.cli.audit_table import draw_audit
    from spacenews.cli.audit_words import audit_record

    record = audit_record(audit)
    write_records(record["inventories"] if form == "csv" else [record], form, draw=lambda: draw_audit(audit))


def _urls(audit: Audit, what: str, only_in: str | None, not_in: str | None) -> list[dict[str, Any]]:
    from spacenews.operate.audit_ledger import Inventory

    for name in (only_in, not_in):
        if name is not None and name not in set(Inventory):
            raise click.UsageError(f"there is no inventory {name!r}: there are {', '.join(Inventory)}")
    entries = audit.missing if what == "missing" else audit.ledger.entries
    return [
        {
            "url": entry.url,
            "kind": str(entry.kind),
            "inventories": [str(name) for name in entry.inventories],
            "fate": str(entry.fate),
            "reason": entry.reason,
            "published_on": entry.published_on,
            "missing": entry.missing,
            "capture": entry.capture,
        }
        for entry in entries
        if (only_in is None or entry.inventories == (only_in,)) and (not_in is None or not_in not in entry.inventories)
    ]


def _months(audit: Audit) -> list[dict[str, Any]]:
    return [
        {
            "month": each.month,
            "archived": each.archived,
            "missing": each.missing,
            "usual": each.usual,
            "reason": each.reason,
        }
        for each in audit.months
    ]
