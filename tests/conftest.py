"""What holds for every test."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

# Tests start the program hundreds of times. Where no byte code may be written beside its source, each start would
# compile six hundred modules, which takes longer than most crawls here: it is written among pytest's own files.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    sys.dont_write_bytecode = False
    sys.pycache_prefix = sys.pycache_prefix or str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

# A shell starts what runs in the background with Ctrl-C ignored, and children inherit that: they would then never be
# stopped as a person stops them. A handler of our own is not inherited, so that each begins with the default.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
