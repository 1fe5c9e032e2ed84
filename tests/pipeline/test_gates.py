"""When a label may be acted on: each kind has its threshold, and the second must be far enough away."""

import pytest

from pipeline.gates import Gates
from pipeline.parse_data import Ranking

GATES = Gates.of(
    {"thresholds": {"topics": 0.8, "caution": 0.5, "others": 0.7}, "margin": 0.1, "caution": ["emergency"]}
)


@pytest.mark.parametrize(
    ("ranking", "passes"),
    [
        ([("faq/pain", 0.8), ("greet", 0.1)], True),
        ([("faq/pain", 0.79), ("greet", 0.1)], False),
        ([("emergency", 0.5), ("greet", 0.3)], True),
        ([("emergency", 0.49), ("greet", 0.3)], False),
        ([("greet", 0.7), ("faq/pain", 0.2)], True),
        ([("greet", 0.69), ("faq/pain", 0.2)], False),
        ([("emergency", 0.5), ("crisis", 0.41)], False),
        ([("emergency", 0.5), ("crisis", 0.39)], True),
    ],
)
def test_gates(ranking: Ranking, passes: bool) -> None:
    assert GATES.let_through(ranking) is passes


def test_a_threshold_that_is_missing_is_an_error() -> None:
    with pytest.raises(TypeError):
        Gates.of({"thresholds": {"topics": 0.8}, "margin": 0.1, "caution": []})
