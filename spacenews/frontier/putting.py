"""How a URL enters the frontier, and what becomes of one that is known already."""

_INSERT = """
INSERT INTO frontier (site, url, kind, source, relation, found_in, found_at, first_run, published_on, modified_at,
    remote_id, priority, fate, reason, attempts, hops, depth, barren, walk,
    complete_walk)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 1, 0)
ON CONFLICT (site, url) DO """
# A row that waits takes over a better place, and a day that was not known when it was found. What a backfill is to come
# to stays its own, unless its day shows it to be outside of its window; and what is outside comes back as news alone.
PUT = (
    _INSERT
    + """UPDATE SET published_on = coalesce(excluded.published_on, published_on),
    priority = CASE WHEN excluded.priority < 1000000 THEN excluded.priority
        WHEN priority BETWEEN 1000000 AND 3999999 THEN 2000000 + excluded.priority % 1000000
        ELSE max(priority, excluded.priority) END,
    reason = CASE WHEN excluded.priority < 1000000 THEN excluded.reason ELSE reason END
WHERE fate = 'pending' AND CASE
    WHEN priority < 1000000
        THEN excluded.priority > 4000000 AND excluded.published_on >= date(excluded.found_at, '-30 days')
    WHEN priority <= 4000000 THEN kind = 'article' AND published_on IS NULL AND lease_until IS NULL
        AND excluded.published_on IS NOT NULL
    ELSE excluded.priority > priority END"""
)
# What a backfill is still to come to stays its own: a shorter walk that meets it has met what was walked before.
PUT_AGAIN = (
    _INSERT
    + """UPDATE SET fate = 'pending', attempts = 0, due_at = NULL, kind = excluded.kind,
    reason = CASE WHEN fate = 'pending' AND priority < 1000000 AND excluded.priority < 4000000 THEN reason
        ELSE excluded.reason END,
    priority = CASE WHEN fate = 'pending' AND (priority = 4000000
        OR priority < 1000000 AND excluded.priority < 4000000) THEN priority ELSE excluded.priority END,
    hops = excluded.hops, depth = excluded.depth, barren = excluded.barren,
    modified_at = coalesce(excluded.modified_at, modified_at), remote_id = coalesce(excluded.remote_id, remote_id)
WHERE run IS NOT ? AND lease_until IS NULL"""
)
PUT_FINAL = (
    _INSERT
    + """UPDATE SET fate = excluded.fate, reason = excluded.reason, due_at = NULL, asked_at = excluded.found_at
WHERE fate = 'pending' AND lease_until IS NULL AND excluded.fate <> 'excluded'"""
)
