"""docs/data-model.md, made from the same description as the tables: `python -m spacenews.archive.schema.document`."""

from __future__ import annotations

import sys

from spacenews.archive.schema import TABLES
from spacenews.archive.schema.describe import Column, Table
from spacenews.archive.schema.migrations import VERSION
from spacenews.archive.schema.views import SEARCH_COMMENT, VIEWS

_INTRODUCTION = f"""# Data model

<!-- Made by `python -m spacenews.archive.schema.document > docs/data-model.md`; a test holds it. -->

`data/spacenews.db` is an ordinary SQLite file (3.37 or later; schema version {VERSION}, in `PRAGMA user_version`).
Any `sqlite3` reads it, its views and its full text index included: no extension is needed.

**What is true** are the captures (`data/captures`, WARC files) and what people decided (`data/decisions.jsonl`). This
file is a fold of both: `spacenews rebuild` makes it anew from them alone and compares it row for row, and the JSON
Lines of `data/articles` byte for byte. Not rebuilt is what tells only of our own work: readings that others replaced,
`reread_batches` and `reread_before`, `export_due`.

**Query the views.** They keep their meaning when tables change. `article_records` equals the JSON Lines of
`data/articles` line for line.

- Days end in `_on` (`YYYY-MM-DD`), instants in `_at` (UTC, ISO 8601 with `Z`). Instants of captures have a fixed
  width, so that comparing texts compares times.
- Nothing is invented: what a page does not state is NULL.
- `uid` is the public name of an article; row numbers (`id`) may differ from one rebuild to the next.
- Full text search, newest first:

  ```sql
  SELECT a.published_on, a.url, snippet(article_search, 1, '[', ']', '…', 12)
  FROM article_search f JOIN articles a ON a.search_row = f.rowid
  WHERE article_search MATCH 'soyuz NEAR docking' AND a.duplicate_of IS NULL
  ORDER BY f.rowid DESC LIMIT 20;
  ```

- Articles per year and category:

  ```sql
  SELECT substr(published_on, 1, 4) AS year, category.value AS category, count(*) AS articles
  FROM article_records, json_each(categories) AS category GROUP BY 1, 2 ORDER BY 1, 2;
  ```
"""  # noqa: S608 -- examples in a page


def data_model() -> str:
    """Return the page: every view and table with the comment of each column."""
    parts = [_INTRODUCTION, "## Views\n"]
    for view in VIEWS:
        parts += [f"### {view.name}\n", f"Version {view.version}: {view.comment}.\n", _columns(view.columns)]
    parts += ["## Full text index\n", f"### article_search\n\n{SEARCH_COMMENT[0].upper()}{SEARCH_COMMENT[1:]}.\n"]
    parts.append("## Tables\n")
    for table in TABLES:
        parts += [f"### {table.name}\n", f"{table.comment}.\n", _columns(table.columns), _constraints(table)]
    return "\n".join(part for part in parts if part)


def _columns(columns: tuple[Column, ...]) -> str:
    rows = [f"| `{column.name}` | {_cell(column.definition)} | {_cell(column.comment)} |" for column in columns]
    return "\n".join(["| column | type | holds |", "|---|---|---|", *rows, ""])


def _constraints(table: Table) -> str:
    return "".join(f"- {constraint}\n" for constraint in table.constraints)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(data_model())
