"""What happens to the record of an outcome, and how groups with outcomes are imported."""

from .import_group import already_here, import_groups
from .record_correction import NotCorrectable, record_correction
from .record_outcome import record_outcome, record_publication, record_withdrawal

__all__ = [
    "NotCorrectable",
    "already_here",
    "import_groups",
    "record_correction",
    "record_outcome",
    "record_publication",
    "record_withdrawal",
]
