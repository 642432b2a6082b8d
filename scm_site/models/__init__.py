"""The people who sign in, the front door and the ordinary pages."""

from .pages import ContentPage, HomePage
from .settings import SiteSettings
from .user import User

__all__ = ["ContentPage", "HomePage", "SiteSettings", "User"]
