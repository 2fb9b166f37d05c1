"""A layout learnt from pages whose text is known."""

from spacenews.reading.learning.known import Known
from spacenews.reading.learning.learn import Learnt, Tried, learn_layout
from spacenews.reading.learning.sample import share_on_page
from spacenews.reading.learning.score import PageScore, Scores, score_known, with_layout
from spacenews.reading.learning.source import constructors_in, layout_source

__all__ = [
    "Known",
    "Learnt",
    "PageScore",
    "Scores",
    "Tried",
    "constructors_in",
    "layout_source",
    "learn_layout",
    "score_known",
    "share_on_page",
    "with_layout",
]
