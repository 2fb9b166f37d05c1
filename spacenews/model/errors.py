"""Every error a person may meet, in one tree.

    SpacenewsError
    ├── UsageError            what was asked for cannot be done as asked      exit code 2
    │   ├── SpecError         a site's spec is wrong: field, reason, example
    │   └── UnknownSiteError  no spec has this key
    ├── StorageError          a file of ours cannot be read or written        exit code 1
    │   ├── CaptureError      the WARC file: nothing may be read that is not captured
    │   ├── ArchiveError      a database that will not open, or is not one of ours
    │   └── FencedError       another run took the site over: this one may write no more    exit code 5
    ├── HeldError             another run holds the site or one of its hosts                exit code 5
    └── AddressError          an address that must not be connected to

The message says what happened, where, and what to do about it.
"""


class SpacenewsError(Exception):
    """The root: its text is shown to the person as it is, without a traceback."""

    exit_code = 1


class UsageError(SpacenewsError):
    """What was asked for cannot be done as asked."""

    exit_code = 2


class SpecError(UsageError):
    """A spec that would not work: names the field, the reason and a value that would do."""


class UnknownSiteError(UsageError):
    """No spec, built in or in the user's folders, has this key."""


class StorageError(SpacenewsError):
    """A file of ours cannot be read or written; nothing was deleted or overwritten because of it."""


class CaptureError(StorageError):
    """A WARC file cannot be written or read."""


class ArchiveError(StorageError):
    """A database will not open, is not one of ours, or was written by a later version."""


class FencedError(StorageError):
    """Another run took the site over while this one stood still; nothing more may be written by this one."""

    exit_code = 5


class HeldError(SpacenewsError):
    """Another run holds the site or one of its hosts; nothing was asked."""

    exit_code = 5


class AddressError(SpacenewsError):
    """A private, loopback or otherwise not public address, refused on the connected peer."""
