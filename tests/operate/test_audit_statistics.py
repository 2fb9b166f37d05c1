"""The interval and the tail are those of the tables, and hold what they promise."""

from __future__ import annotations

from math import comb, exp, factorial, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.operate.audit_statistics import clopper_pearson, incomplete_beta, poisson_at_most

# As printed by R: binom.test(k, n)$conf.int and qbeta.
TABLE = [
    (0, 10, 0.0, 0.3084971),
    (1, 10, 0.002528579, 0.4450161),
    (5, 10, 0.1870860, 0.8129140),
    (10, 10, 0.6915029, 1.0),
    (4, 20, 0.05733400, 0.4366140),
    (0, 100, 0.0, 0.03621669),
    (682, 925, 0.7076683, 0.7654066),
]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), TABLE)
def test_the_interval_is_that_of_the_tables(successes: int, trials: int, low: float, high: float) -> None:
    found = clopper_pearson(successes, trials)
    assert found == pytest.approx((low, high), rel=2e-7, abs=1e-9)


def test_another_confidence_gives_another_interval() -> None:
    # The rule of three: with none of n, the upper end at a one-sided 95 % is 1 - 0.05 ** (1 / n).
    assert clopper_pearson(0, 60, confidence=0.9)[1] == pytest.approx(1 - 0.05 ** (1 / 60), rel=1e-9)


@given(st.integers(1, 60).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_at_the_ends_of_the_interval_either_tail_is_a_fortieth(numbers: tuple[int, int]) -> None:
    successes, trials = numbers
    low, high = clopper_pearson(successes, trials)

    def chance(count: int, share: float) -> float:
        return comb(trials, count) * share**count * (1 - share) ** (trials - count)

    if successes:
        assert isclose(sum(chance(count, low) for count in range(successes, trials + 1)), 0.025, rel_tol=1e-6)
    if successes < trials:
        assert isclose(sum(chance(count, high) for count in range(successes + 1)), 0.025, rel_tol=1e-6)


def test_the_interval_of_a_million_is_found_too() -> None:
    low, high = clopper_pearson(50_000, 1_000_000)
    assert (round(low, 5), round(high, 5)) == (0.04957, 0.05043)


def test_the_incomplete_beta_function_is_its_own_mirror() -> None:
    for x, a, b in ((0.1, 2.0, 5.0), (0.5, 0.5, 0.5), (0.9, 30.0, 4.0)):
        assert isclose(incomplete_beta(x, a, b), 1 - incomplete_beta(1 - x, b, a), rel_tol=1e-9)
    assert isclose(incomplete_beta(0.3, 1.0, 1.0), 0.3, rel_tol=1e-12)
    assert (incomplete_beta(0.0, 2.0, 3.0), incomplete_beta(1.0, 2.0, 3.0)) == (0.0, 1.0)


def test_what_is_no_share_is_a_fault() -> None:
    for successes, trials in ((2, 1), (-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="no share"):
            clopper_pearson(successes, trials)


@given(st.integers(0, 40), st.floats(0.1, 50))
def test_the_tail_of_poisson_is_its_sum(count: int, mean: float) -> None:
    whole = sum(exp(-mean) * mean**each / factorial(each) for each in range(count + 1))
    assert isclose(poisson_at_most(count, mean), whole, rel_tol=1e-9)


def test_where_nothing_comes_nothing_is_no_surprise() -> None:
    assert poisson_at_most(0, 0) == 1
