"""WARC files: write captures, read one back, recover after a kill, check them all."""

from spacenews.captures.check import CaptureProblem, check_captures
from spacenews.captures.recovery import Recovery, recover_captures
from spacenews.captures.stored import read_capture, read_exchange
from spacenews.captures.writer import MAX_FILE_BYTES, CaptureWriter

__all__ = [
    "MAX_FILE_BYTES",
    "CaptureProblem",
    "CaptureWriter",
    "Recovery",
    "check_captures",
    "read_capture",
    "read_exchange",
    "recover_captures",
]
