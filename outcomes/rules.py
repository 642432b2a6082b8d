"""How outcomes are numbered: plain functions."""


def outcome_reference(group_reference: str, number: int) -> str:
    """The permanent reference of the ``number``-th outcome of a group, for example ``SCM-FG-2025-07-O1``."""
    return f"{group_reference}-O{number}"
