"""Bring the site to the state that code and settings describe; each can run again at any time."""

from .apply_roles import apply_roles
from .setup_site import setup_site

__all__ = ["apply_roles", "setup_site"]
