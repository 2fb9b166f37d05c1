"""Words to describe a table in: what stands in Python is what SQLite and the documentation get."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table or view.

    Attributes:
        name: As in SQL.
        definition: Type and constraints; for a column of a view its type alone.
        comment: One line, what it holds: form, unit, when it is NULL.
    """

    name: str
    definition: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """One STRICT table.

    Attributes:
        comment: One line, what a row is.
        constraints: Table constraints, such as a compound primary key.
        indexes: Statements to create its indexes.
        with_rowid: Whether rows have a number of their own besides the primary key.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    with_rowid: bool = True

    def sql(self) -> str:
        """Return the CREATE TABLE statement, each column with its comment; SQLite keeps the text as it is."""
        lines = [(f"{column.name} {column.definition}", column.comment) for column in self.columns]
        lines += [(constraint, "") for constraint in self.constraints]
        last = len(lines) - 1
        body = "\n".join(_line(text, comment, last=at == last) for at, (text, comment) in enumerate(lines))
        options = "STRICT" if self.with_rowid else "STRICT, WITHOUT ROWID"
        return f"CREATE TABLE {self.name} ( -- {self.comment}\n{body}\n) {options}"


@dataclass(frozen=True, slots=True)
class View:
    """One view: the interface that stays when tables change.

    Attributes:
        version: Raised when a column changes its meaning or goes; new columns come at the end without.
        select: The query, without a semicolon.
    """

    name: str
    comment: str
    version: int
    columns: tuple[Column, ...]
    select: str

    def sql(self) -> str:
        """Return the CREATE VIEW statement, with its version and the comments of its columns."""
        notes = "\n".join(f"-- {column.name} {column.definition}: {column.comment}" for column in self.columns)
        return f"CREATE VIEW {self.name} AS -- version {self.version}: {self.comment}\n{notes}\n{self.select}"


def _line(text: str, comment: str, *, last: bool) -> str:
    code = f"    {text}" if last else f"    {text},"
    return f"{code} -- {comment}" if comment else code
