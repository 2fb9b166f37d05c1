"""The archive as files that need no program of ours: the standing JSON Lines, and selections in other forms."""

from spacenews.exports.standing import ExportReport, export_due
from spacenews.exports.streams import FORMATS, write_export

__all__ = ["FORMATS", "ExportReport", "export_due", "write_export"]
