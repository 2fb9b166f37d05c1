"""The two questions of statistics that the ledger asks, worked out exactly: no library is needed for them."""

from __future__ import annotations

import math

_HALVINGS = 100  # of an interval from 0 to 1: far below what a float tells apart
_SMALLEST = 1e-300
_ENOUGH = 1e-15
_MOST_TERMS = 100_000


def clopper_pearson(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the two-sided Clopper-Pearson interval of a share.

    Its ends are the shares at which so many successes or more, or so many or fewer, would be seen with half of the
    remaining probability. It holds at least as often as promised, however small the numbers are.

    Args:
        successes: From 0 to `trials`.
        trials: At least 1.
        confidence: Between 0 and 1.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no share")
    tail = (1 - confidence) / 2
    # P(at least k of n at share p) is the regularized incomplete beta function of p, k and n - k + 1.
    low = 0.0 if successes == 0 else _share_at(tail, successes, trials - successes + 1)
    high = 1.0 if successes == trials else _share_at(1 - tail, successes + 1, trials - successes)
    return low, high


def poisson_at_most(count: int, mean: float) -> float:
    """Return how likely so many or fewer come by chance, where `mean` come on average."""
    if mean <= 0:
        return 1.0
    logs = (each * math.log(mean) - mean - math.lgamma(each + 1) for each in range(count + 1))
    return min(1.0, math.fsum(math.exp(each) for each in logs))


def _share_at(probability: float, a: float, b: float) -> float:
    """Return the share at which the incomplete beta function, which rises with it, reaches a probability."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if incomplete_beta(middle, a, b) < probability else (low, middle)
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function I_x(a, b), for x from 0 to 1 and positive a and b."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    # The fraction converges fast on one side of the mean; the other side is the complement of its mirror.
    if x < (a + 1) / (a + b + 2):
        return math.exp(front) * _fraction(x, a, b) / a
    return 1 - math.exp(front) * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by the modified method of Lentz."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _kept(1 + even * d), _kept(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _kept(1 + odd * d), _kept(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < _ENOUGH:
            break
    return value


def _kept(value: float) -> float:
    """Return a number that can be divided by."""
    return value if abs(value) > _SMALLEST else _SMALLEST
