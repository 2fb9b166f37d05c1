"""The tables of state.db. A migration is never edited once it has landed; a change is a new one.

Every table and column carries its comment inside the SQL, where SQLite keeps it and the data model is generated from.
"""

from __future__ import annotations

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from spacenews.frontier.schema_findings import FINDINGS_SQL

MIGRATIONS = Migrations("spacenews-state")
TABLES = frozenset(
    {
        "frontier",
        "listed",
        "hosts",
        "runs",
        "schedule",
        "page_counts",
        "drawn",
        "fences",
        "pauses",
        "host_pace",
        "host_days",
        "observed",
        "findings",
    }
)

_FRONTIER = """
CREATE TABLE frontier ( -- every URL ever learned of, with its fate
    id INTEGER PRIMARY KEY, -- row number; nobody's business outside this file
    site TEXT NOT NULL, -- key of the site
    url TEXT NOT NULL, -- canonical URL
    kind TEXT NOT NULL, -- what is expected there: article, listing, feed, sitemap, rest
    source TEXT NOT NULL, -- first page of the source that led here, its own url for that page, empty for none
    relation TEXT NOT NULL, -- how it was found: source, teaser, related, next, category, entry, child, body, redirect
    found_in TEXT NOT NULL, -- URL of the page that named it, empty for spec and person
    found_at TEXT NOT NULL, -- when that was
    first_run TEXT NOT NULL, -- the run that learned of it
    run TEXT, -- the run that asked for it last
    published_on TEXT, -- the day listed with it
    modified_at TEXT, -- the change listed with it
    remote_id TEXT, -- the site's own number for it
    priority INTEGER NOT NULL, -- greater goes first
    fate TEXT NOT NULL, -- what became of it: one of model.Fate
    reason TEXT NOT NULL, -- why, where the fate is not plain; for moved the target
    attempts INTEGER NOT NULL, -- times it was asked in vain since it last answered
    hops INTEGER NOT NULL, -- redirects that led here
    depth INTEGER NOT NULL, -- pages since the source's first page
    barren INTEGER NOT NULL, -- pages in a row, up to here, that listed nothing their source had not listed before
    due_at TEXT, -- may not be asked for before; null: at once
    lease_until TEXT, -- in flight until then; null: not
    asked_at TEXT, -- when its fate was last decided
    walk INTEGER NOT NULL, -- of a source's first page: how many times its pages were walked
    complete_walk INTEGER NOT NULL -- of a source's first page: the last walk that missed nothing; 0: none
) STRICT
"""
_LISTED = """
CREATE TABLE listed ( -- which source lists which article
    source INTEGER NOT NULL REFERENCES frontier(id), -- row of the source's first page
    article INTEGER NOT NULL REFERENCES frontier(id), -- row of the article
    first_walk INTEGER NOT NULL, -- number of the source's walk that saw it first
    walk INTEGER NOT NULL, -- number of the one that saw it last
    PRIMARY KEY (source, article)
) STRICT, WITHOUT ROWID
"""
_HOSTS = """
CREATE TABLE hosts ( -- what is known of each host
    host TEXT PRIMARY KEY, -- name, with its port where one is named
    delay REAL, -- seconds between requests that its robots.txt asks for; null: none
    next_allowed_at TEXT, -- it asked not to be asked before
    robots TEXT, -- how its robots.txt answered: rules, absent, unreachable, with the status
    robots_at TEXT -- when that was
) STRICT
"""
_RUNS = """
CREATE TABLE runs ( -- one crawl of one site, start to finish
    id TEXT PRIMARY KEY, -- site and start
    site TEXT NOT NULL, -- key of the site
    mode TEXT NOT NULL, -- crawl, full, fetch or backfill
    started_at TEXT NOT NULL, -- when it began
    finished_at TEXT, -- when it ended; null while it runs, and for ever where it was killed
    outcome TEXT NOT NULL, -- one line: why it ended as it did
    exit_code INTEGER, -- what it returned
    counts TEXT NOT NULL, -- JSON: what was counted
    settings TEXT NOT NULL -- JSON: the settings that mattered
) STRICT
"""
_SCHEDULE = """
CREATE TABLE schedule ( -- sites that are crawled by themselves, and when they are due
    site TEXT PRIMARY KEY, -- key of the site
    every_seconds INTEGER NOT NULL CHECK (every_seconds > 0), -- its rhythm
    mode TEXT NOT NULL, -- crawl or full
    limit_seconds INTEGER NOT NULL CHECK (limit_seconds > 0), -- a run that takes longer is ended
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)), -- 1: it is not crawled, whatever is due
    next_due_at TEXT NOT NULL, -- when it is due next; stays as it was until the run that it caused has ended
    last_started_at TEXT, -- when its last scheduled run began
    last_finished_at TEXT, -- when that one ended; older than last_started_at, or null: it runs, or its owner died
    last_exit_code INTEGER, -- what that one came to: one of model.ExitCode
    last_outcome TEXT NOT NULL -- the same in one line; empty before the first
) STRICT
"""
_PAGE_COUNTS = """
CREATE TABLE page_counts ( -- how much each page of a source listed when it was last read
    page INTEGER PRIMARY KEY REFERENCES frontier(id), -- row of the page
    articles INTEGER NOT NULL, -- articles on it that may be followed
    total INTEGER, -- the site's own count of the source's articles, where the page states one (X-WP-Total)
    read_at TEXT NOT NULL -- when that was
) STRICT
"""
_DRAWN = """
CREATE TABLE drawn ( -- articles that related teasers led to: a sample of the site that the site itself draws
    article INTEGER PRIMARY KEY REFERENCES frontier(id), -- row of the article
    first_at TEXT NOT NULL, -- when it was drawn first
    times INTEGER NOT NULL -- pages that drew it; a page that is read again counts again
) STRICT
"""
_FENCES = """
CREATE TABLE fences ( -- who holds each site and each host, or held it last
    name TEXT PRIMARY KEY, -- site: and its key, or host: and its name
    number INTEGER NOT NULL, -- fencing number: a run that began later has a greater one, and only the latest may write
    run TEXT NOT NULL, -- the run
    process INTEGER NOT NULL, -- its process
    machine TEXT NOT NULL, -- where that runs
    since TEXT NOT NULL -- when it took hold
) STRICT
"""
_PAUSES = """
CREATE TABLE pauses ( -- sites that are left alone, whoever asks for a crawl
    site TEXT PRIMARY KEY, -- key of the site
    since TEXT NOT NULL -- when a person said so
) STRICT
"""
_HOST_PACE = """
CREATE TABLE host_pace ( -- how each host was asked last, by whichever run
    host TEXT PRIMARY KEY, -- as in hosts
    backoff REAL NOT NULL, -- seconds between requests above the usual, because of errors; 0: it answers well
    asked_at TEXT, -- when it was asked last
    robots_url TEXT, -- address of the robots.txt that hosts tells of
    robots_capture TEXT -- record_uuid of the capture of that robots.txt; null: it was absent or could not be had
) STRICT
"""
_HOST_DAYS = """
CREATE TABLE host_days ( -- how many requests each host got on each day
    host TEXT NOT NULL, -- as in hosts
    day TEXT NOT NULL, -- of UTC
    requests INTEGER NOT NULL, -- of all runs together, robots.txt included
    PRIMARY KEY (host, day)
) STRICT, WITHOUT ROWID
"""
_INVENTORIES = """
CREATE TABLE inventories ( -- the ways in which a site lists what it has, and how each answered
    site TEXT NOT NULL, -- key of the site
    url TEXT NOT NULL, -- its first page; empty for the related links of articles
    kind TEXT NOT NULL, -- sitemap, rest, feed, listing or related
    origin TEXT NOT NULL, -- who named it: spec, robots, family (an address its CMS is known for) or found
    answer TEXT NOT NULL, -- present, or why not: absent, refused, blocked, moved, failed, with the detail
    asked_at TEXT, -- when it answered last
    full_at TEXT, -- when it last answered with all it has, not with 304
    total INTEGER, -- the site's own count of what it lists, where it states one
    ordered INTEGER, -- 1: the newest change comes first
    dated INTEGER, -- 1: it says of each article when it was changed
    pages INTEGER, -- requests that its last walk to the end took
    whole_at TEXT, -- when its last walk to the end ended
    whole_walk INTEGER NOT NULL, -- number of that walk; 0: none
    newest TEXT, -- the last change on the first page of the last walk that missed nothing
    oldest TEXT, -- the first change on that page
    next_newest TEXT, -- the same two of the present walk, until it has ended
    next_oldest TEXT, -- as above
    note TEXT NOT NULL, -- what was odd about it; empty: nothing
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID
"""
_REVISITS = """
CREATE TABLE revisits ( -- when an archived article is looked at again, where no list says what was changed
    article INTEGER PRIMARY KEY REFERENCES frontier(id), -- row of the article
    site TEXT NOT NULL, -- key of the site
    born_at TEXT NOT NULL, -- when it was published, or found changed last: its age counts from then
    planned_at TEXT NOT NULL, -- the visit after which this was planned; empty: to be planned anew
    due_at TEXT NOT NULL -- not before
) STRICT
"""
_TEASERS = """
CREATE TABLE teasers ( -- what a list printed beside an article when it was read last
    source INTEGER NOT NULL REFERENCES frontier(id), -- row of the source's first page
    article INTEGER NOT NULL REFERENCES frontier(id), -- row of the article
    digest INTEGER NOT NULL, -- of title and excerpt
    PRIMARY KEY (source, article)
) STRICT, WITHOUT ROWID
"""


@MIGRATIONS()
def m001_frontier_hosts_runs(db: Database) -> None:
    """Make the tables, and the indexes that keep every question of a crawl independent of how much is known."""
    for table in (_FRONTIER, _LISTED, _HOSTS, _RUNS):
        db.execute(table)
    db.execute("CREATE UNIQUE INDEX frontier_url ON frontier (site, url)")
    # What may be taken, in the order in which it is taken. A row that waits or is in flight is not in it: a condition
    # on due_at would walk past every row that is not yet due.
    db.execute(
        "CREATE INDEX frontier_ready ON frontier (site, priority DESC, id)"
        " WHERE fate = 'pending' AND due_at IS NULL AND lease_until IS NULL"
    )
    db.execute(
        "CREATE INDEX frontier_waiting ON frontier (site, due_at, priority)"
        " WHERE fate = 'pending' AND due_at IS NOT NULL"
    )
    db.execute("CREATE INDEX frontier_leased ON frontier (site) WHERE lease_until IS NOT NULL")
    db.execute("CREATE INDEX frontier_fate ON frontier (site, fate)")
    db.execute("CREATE INDEX frontier_sources ON frontier (site) WHERE source = url")
    db.execute("CREATE INDEX runs_by_site ON runs (site, started_at)")


@MIGRATIONS()
def m002_schedule(db: Database) -> None:
    """Make room for sites that are crawled by themselves."""
    db.execute(_SCHEDULE)


@MIGRATIONS()
def m003_tallies(db: Database) -> None:
    """Make room for what lists say of their length, and for the draws of related teasers."""
    db.execute(_PAGE_COUNTS)
    db.execute(_DRAWN)


@MIGRATIONS()
def m004_fences_and_pauses(db: Database) -> None:
    """Make room for who holds a site, when a URL went out, and which sites are left alone."""
    db.execute(_FENCES)
    db.execute("ALTER TABLE frontier ADD COLUMN leased_at TEXT")  # when the request in flight was handed out
    db.execute(_PAUSES)
    db.execute(
        "INSERT INTO pauses (site, since) SELECT site, strftime('%Y-%m-%dT%H:%M:%fZ') FROM schedule WHERE paused = 1"
    )


@MIGRATIONS()
def m004_host_pace(db: Database) -> None:
    """Make room for the pace of hosts, and let a long crawl know how fast it is."""
    db.execute(_HOST_PACE)
    db.execute(_HOST_DAYS)
    db.execute("CREATE INDEX frontier_asked ON frontier (site, asked_at)")


@MIGRATIONS()
def m005_inventories(db: Database) -> None:
    """Make room for what a site's inventories answered, for the plan of revisits, and for renamed articles' numbers."""
    for table in (_INVENTORIES, _REVISITS, _TEASERS):
        db.execute(table)
    db.execute("CREATE INDEX revisits_due ON revisits (site, due_at)")
    db.execute("CREATE INDEX frontier_remote ON frontier (site, remote_id) WHERE remote_id IS NOT NULL")
    db.execute("CREATE INDEX frontier_pages ON frontier (site, source) WHERE kind <> 'article'")


@MIGRATIONS()
def m006_findings(db: Database) -> None:
    """Make room for what pages read like, and for what the monitor finds by that."""
    for statement in FINDINGS_SQL:
        db.execute(statement)
