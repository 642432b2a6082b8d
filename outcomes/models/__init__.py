"""Outcomes: the record, the page in each language, the index of them all."""

from .correction import Correction
from .index_page import OutcomeIndexPage
from .outcome import Outcome
from .outcome_page import OutcomePage

__all__ = ["Correction", "Outcome", "OutcomeIndexPage", "OutcomePage"]
