"""How outcomes are numbered."""

import pytest

from outcomes.rules import outcome_reference


@pytest.mark.parametrize(
    ("group", "number", "reference"),
    [("SCM-FG-2025-07", 1, "SCM-FG-2025-07-O1"), ("SCM-FG-2025-07", 12, "SCM-FG-2025-07-O12")],
)
def test_a_reference_names_the_group_and_the_number(group: str, number: int, reference: str) -> None:
    assert outcome_reference(group, number) == reference
