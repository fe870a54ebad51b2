"""Money divided is money kept: no cent is lost or made."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.sharing import portion, spread, upwards

amounts = st.integers(0, 10**7)


@settings(max_examples=200, deadline=None)
@given(amounts, st.lists(st.integers(0, 50), max_size=8))
def test_a_royalty_is_divided_exactly_along_any_lineage(royalty, percents):
    shares = upwards(royalty, percents)
    assert len(shares) == len(percents) + 1 and sum(shares) == royalty
    reaching = Fraction(royalty)
    for place, (share, percent) in enumerate(zip(shares, [*percents, 0], strict=True)):
        exact = reaching * (100 - percent) / 100
        reaching -= exact
        if place == 1:
            assert exact - 1 < share < exact + len(shares), "the nearest ancestor has what rounding leaves"
        else:
            assert share == int(exact)


def test_a_fork_of_a_fork_gives_as_its_page_says():
    assert upwards(1000, [30]) == [700, 300]
    assert upwards(1000, [30, 30]) == [700, 210, 90]
    assert upwards(1, [30, 30]) == [0, 1, 0]
    assert upwards(5, [0]) == [5, 0]


@settings(max_examples=200, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=6), st.integers(0, 100))
def test_amounts_are_spread_exactly_and_nobody_gets_more_than_their_weight(weights, share):
    amount = sum(weights) * share // 100
    parts = spread(amount, weights)
    assert sum(parts) == amount and all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@settings(max_examples=200, deadline=None)
@given(amounts, st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_what_is_given_back_piece_by_piece_adds_up(price, steps):
    whole, done, back = sum(steps), 0, 0
    for step in steps:
        back += portion(price, done + step, whole) - portion(price, done, whole)
        done += step
    assert back == price and portion(price, 1, 0) == 0
