"""The list of all outcomes."""

from django.utils.translation import gettext_lazy as _

from focusgroups.models import IndexPage


class OutcomeIndexPage(IndexPage):
    """Outcomes of all groups, by format, theme, group, language, country and year."""

    subpage_types: list[str] = []
    search_kind = None

    class Meta:
        verbose_name = _("index of outcomes")
