"""What quality control promises, as plain functions."""

FIRST_VERSION = "1.0"


def next_version(current: str | None) -> str:
    """The number of the version after ``current``: ``1.0`` for the first, ``1.1`` after ``1.0``.

    Raises ``ValueError`` where ``current`` is not of the form ``major.minor``.
    """
    if current is None:
        return FIRST_VERSION
    major, minor = current.split(".")
    return f"{int(major)}.{int(minor) + 1}"
