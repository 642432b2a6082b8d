"""What the Secretariat sets for the whole site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """Links and texts outside any page: the SCM Charter (ToR ¶10) is a document of the Commission, never ours."""

    charter_url = models.URLField(
        _("address of the SCM Charter"),
        blank=True,
        help_text=_("Every Terms of Reference links to it. Without an address the text stands without a link."),
    )
    about_url = models.URLField(_("address of the Smart Cities Marketplace"), blank=True)

    panels = [FieldPanel("charter_url"), FieldPanel("about_url")]

    class Meta:
        verbose_name = _("site settings")
        permissions = [
            ("change_address", "Can change the address of a focus group and of an outcome"),
            ("see_log", "Can read who did what on the site"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the next page read its links anew: Wagtail's screen of settings tells nobody."""
        from ..pages.navigation import forget

        super().save(*args, **kwargs)
        forget()
