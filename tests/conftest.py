"""What holds for every test."""

from __future__ import annotations

import signal

# A shell starts what runs in the background with Ctrl-C ignored, and children inherit that: they would then never be
# stopped as a person stops them. A handler of our own is not inherited, so that each begins with the default.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
