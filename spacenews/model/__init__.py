"""The words of the archive as frozen values: no I/O, no clock but `clock`, imported by every room."""

from spacenews.model.article import Article
from spacenews.model.capture import Capture, CaptureRecord, Exchange
from spacenews.model.decision import Decision, DecisionKind
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.model.reading import BodyLink, Candidate, Reading, StatedDate
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.run import ExitCode, Run, gravest

__all__ = [
    "Article",
    "BodyLink",
    "Candidate",
    "Capture",
    "CaptureRecord",
    "Decision",
    "DecisionKind",
    "Exchange",
    "ExitCode",
    "Fate",
    "Link",
    "LinkKind",
    "Listing",
    "Reading",
    "Rejection",
    "RejectionReason",
    "Run",
    "StatedDate",
    "gravest",
]
