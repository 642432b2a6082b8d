"""What happens to the record of an outcome."""

from .record_outcome import record_outcome, record_publication, record_withdrawal

__all__ = ["record_outcome", "record_publication", "record_withdrawal"]
