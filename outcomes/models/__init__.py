"""Outcomes: the record, the page in each language, the index of them all."""

from .outcome import Outcome
from .index_page import OutcomeIndexPage
from .outcome_page import OutcomePage

__all__ = ["Outcome", "OutcomeIndexPage", "OutcomePage"]
