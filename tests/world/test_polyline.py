"""Positions as text, and in coarser units."""

from app.world.polyline import decode, encode, rounded

LINE = [(-12.5, 41.86), (0.0, 0.0), (0.02, -0.02), (180.0, -90.0)]


def test_text_gives_the_positions_back() -> None:
    assert decode(encode(LINE, 0.02), 0.02) == LINE


def test_the_formats_own_example() -> None:
    assert encode([(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)], 1e-5) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_a_coarser_unit_moves_no_position_by_more_than_half_of_it_and_drops_what_is_then_one() -> None:
    fine = encode([(10.0, 50.0), (10.004, 50.002), (10.054, 50.032)], 0.002)
    assert decode(rounded(fine, 0.002, 0.02), 0.02) == [(10.0, 50.0), (10.06, 50.04)]


def test_a_line_keeps_two_ends_however_short_it_is() -> None:
    assert len(decode(rounded(encode([(10.0, 50.0), (10.002, 50.0)], 0.002), 0.002, 0.02), 0.02)) == 2


def test_an_arc_that_a_level_leaves_out_stays_out() -> None:
    assert rounded("", 0.002, 0.02) == ""
