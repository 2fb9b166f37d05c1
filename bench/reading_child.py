"""One reader over a folder of pages, one page in memory at a time: prints its peak memory and its times as JSON.

Run as `python reading_child.py MODULE:FUNCTION ROOT PAGES`, in whatever environment the reader lives in.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path


def main(reader: str, root: str, pages: str) -> None:
    """Read every page that PAGES/index.jsonl names, and print the figures.

    Args:
        reader: As MODULE:FUNCTION, called with the bytes of a page and its address.
        root: Folder that MODULE is imported from.
        pages: Folder of the pages and of index.jsonl: objects with `file` and `url`.
    """
    sys.path.insert(0, root)
    module, _, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    slowest = spent = 0.0
    read_pages = 0
    for line in (Path(pages) / "index.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        html = (Path(pages) / row["file"]).read_bytes()
        begin, cpu = time.perf_counter(), time.process_time()
        read(html, row["url"])
        slowest = max(slowest, time.perf_counter() - begin)
        spent += time.process_time() - cpu
        read_pages += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in KiB
    print(json.dumps({"pages": read_pages, "cpu_seconds": spent, "slowest_seconds": slowest, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
