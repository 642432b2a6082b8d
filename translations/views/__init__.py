"""Admin screens of the translation desk: they read what was typed, call one verb, and show what it says."""

from .desk import desk
from .request import request_
from .translate import source, submit, translate

__all__ = ["desk", "request_", "source", "submit", "translate"]
