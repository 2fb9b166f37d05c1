"""Work spread over processes comes back in its order, and a process that dies is told with what to do."""

from __future__ import annotations

import os

import pytest

from spacenews.model.errors import StorageError
from spacenews.operate.processes import in_order


def test_results_come_in_the_order_of_what_was_given_and_a_dead_process_is_told() -> None:
    with in_order(2) as spread:
        assert list(spread(abs, range(-30, 0))) == list(range(30, 0, -1))
    with pytest.raises(StorageError, match="ended from outside"), in_order(2) as spread:
        list(spread(os._exit, [1]))
