"""Test objects with believable values."""

from .people import PersonFactory, UserFactory

__all__ = ["PersonFactory", "UserFactory"]
