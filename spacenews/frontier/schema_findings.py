"""The tables of state.db that drift is seen with. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

_OBSERVED = """
CREATE TABLE observed ( -- what the last pages of each site read like: the history that drift is seen against
    site TEXT NOT NULL, -- key of the site
    seen_at TEXT NOT NULL, -- captured_at of the page
    page INTEGER NOT NULL REFERENCES frontier(id), -- row of the page
    capture TEXT NOT NULL, -- record_uuid of its capture
    url TEXT NOT NULL, -- its address, as asked for
    kind TEXT NOT NULL CHECK (kind IN ('article', 'refused', 'list')), -- what it was read as
    layout TEXT NOT NULL, -- of an article the layout, of a refused one the reason, of a list its kind
    judged INTEGER NOT NULL, -- bits of operate.drift_signs.Sign: what it could have shown
    shown INTEGER NOT NULL, -- bits of the same: what it showed
    found INTEGER NOT NULL, -- bits of operate.drift_signs.Found: which fields it has
    words INTEGER NOT NULL, -- of the body; of a list, how many articles it lists
    title INTEGER NOT NULL, -- checksum of the title
    body INTEGER NOT NULL, -- checksum of the body
    paragraphs TEXT NOT NULL, -- JSON array of checksums of its first paragraphs
    published_on TEXT NOT NULL, -- the day it states, else the day listed with it; empty: none is known
    status TEXT NOT NULL CHECK (status IN ('good', 'held', 'drift', 'worse')), -- as in frontier.observed.Status
    PRIMARY KEY (site, seen_at, page)
) STRICT, WITHOUT ROWID
"""
_FINDINGS = """
CREATE TABLE findings ( -- what the monitor wants a person to know
    number INTEGER PRIMARY KEY, -- by which people name it
    site TEXT NOT NULL, -- key of the site
    kind TEXT NOT NULL, -- one of model.FindingKind
    layout TEXT NOT NULL, -- the layout that is concerned; empty: none, or the whole site
    field TEXT NOT NULL, -- the field or rule that is concerned
    state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')), -- closed: it is over
    since TEXT NOT NULL, -- when the first page that shows it was captured
    run TEXT NOT NULL, -- the run that found it
    last_run TEXT NOT NULL, -- the last run that saw it
    seen_at TEXT NOT NULL, -- when that run began
    counts TEXT NOT NULL, -- JSON: pages judged, pages that show it, the same before, readings held
    cause TEXT NOT NULL, -- what is seen, in one line
    samples TEXT NOT NULL, -- JSON array of addresses that show it
    marks TEXT NOT NULL, -- JSON array of checksums that it is recognised by on further pages
    closed_at TEXT, -- when it was closed; null: it is not
    closed_reason TEXT NOT NULL, -- why; empty: it is not
    note TEXT NOT NULL -- what the person who acknowledged it said
) STRICT
"""

FINDINGS_SQL = (
    _OBSERVED,
    "CREATE INDEX observed_held ON observed (site, seen_at) WHERE status = 'held'",
    _FINDINGS,
    "CREATE UNIQUE INDEX findings_open ON findings (site, kind, layout, field) WHERE state <> 'closed'",
)
