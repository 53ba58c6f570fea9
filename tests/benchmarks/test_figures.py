"""What the benchmark makes of its measurements."""

from __future__ import annotations

import pytest

from benchmarks.figures import Line, Round, percentile, percentile_ratio, rate, rate_ratio, table


def of(seconds: float, *latencies: float) -> Round:
    return Round(seconds, latencies)


def test_a_rate_is_answers_a_second() -> None:
    assert of(2.0, 0.1, 0.2, 0.3, 0.4).rate == 2.0


@pytest.mark.parametrize(("share", "found"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_a_latency_that_was_measured(share: float, found: float) -> None:
    assert Round(1.0, [float(n) for n in range(100, 0, -1)]).percentile(share) == found


def test_one_slow_round_does_not_move_the_median() -> None:
    rounds = [of(1.0, 1.0), of(100.0, 90.0), of(1.0, 2.0)]
    assert (rate(rounds), percentile(rounds, 0.99)) == (1.0, 2.0)


def test_a_ratio_compares_rounds_that_lay_beside_each_other() -> None:
    # The second half of the run was ten times slower for both: each pair still says one half.
    ours = [of(2.0, 2.0), of(20.0, 20.0), of(20.0, 20.0)]
    theirs = [of(1.0, 1.0), of(10.0, 10.0), of(10.0, 10.0)]
    assert rate_ratio(ours, theirs) == 0.5
    assert percentile_ratio(ours, theirs, 0.99) == 2.0


def test_rounds_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        rate_ratio([of(1.0, 1.0)], [])


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (Line("x", 0.30, "×", least=0.30), True),
        (Line("x", 0.29, "×", least=0.30), False),
        (Line("x", 180, "MB", most=180), True),
        (Line("x", 181, "MB", most=180), False),
        (Line("x", 1, "ms"), None),
    ],
)
def test_a_goal_is_met_up_to_its_edge(line: Line, met: bool | None) -> None:
    assert line.met is met


def test_the_table_is_markdown_and_says_what_was_not_met() -> None:
    drawn = table([Line("claims", 1234.5, "/s"), Line("ratio", 0.294, "×", least=0.30)]).splitlines()
    assert [[cell.strip() for cell in row.strip("|").split("|")] for row in drawn if "---" not in row] == [
        ["measured", "figure", "goal", ""],
        ["claims", "1,234 /s", "", ""],
        ["ratio", "0.29 ×", "≥ 0.30", "NOT MET"],
    ]
    assert len({len(row) for row in drawn}) == 1
