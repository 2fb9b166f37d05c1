"""What became of a URL. Every URL ever learned of has exactly one fate, and a reason where it is not plain."""

from enum import StrEnum


class Fate(StrEnum):
    """The closed list of fates; only `FAILED` makes a run end with exit code 3."""

    PENDING = "pending"  # known and still to be asked for, now or at its due_at
    ARCHIVED = "archived"  # its article is in the archive
    LISTED = "listed"  # a listing, feed, sitemap or REST page that was read
    DUPLICATE = "duplicate"  # the same text is archived under another URL of the site
    MOVED = "moved"  # it redirects; the reason holds the target
    EXCLUDED = "excluded"  # not ours to ask: another host, or not an article's address
    BLOCKED = "blocked"  # robots.txt forbids it
    REJECTED = "rejected"  # it answered, and is no article; the reason is a RejectionReason
    QUARANTINED = "quarantined"  # read, but doubtful: waits for a person
    FAILED = "failed"  # it could not be fetched, for good
    VANISHED = "vanished"  # it was there and is gone; the reason says gone or unpublished
