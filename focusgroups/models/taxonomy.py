"""Themes and countries: stable codes, labels per language."""

from functools import lru_cache

from babel import Locale as Cldr
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

KOSOVO = "XK"


class Theme(models.Model):
    """A theme of the green and just transition; the code is ours and never changes."""

    code = models.SlugField(_("code"), primary_key=True)
    labels = models.JSONField(_("labels"), help_text=_("A label for each language code."))
    eurovoc = models.CharField(_("EuroVoc concept"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The label in ``language`` (the active one by default), else in English."""
        return self.labels.get(language or get_language() or "en") or self.labels["en"]


def country_name(code: str, language: str | None = None) -> str:
    """The name in ``language`` (the active one by default); the asterisk of Kosovo stands for a footnote on status."""
    return _country_name(code, language or get_language() or "en")


@lru_cache(maxsize=10_000)
def _country_name(code: str, language: str) -> str:
    name = Cldr(language).territories.get(code, code)
    return f"{name}*" if code == KOSOVO else name


class Country(models.Model):
    """A country by its ISO 3166-1 alpha-2 code; its name comes from the CLDR."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        return country_name(self.code, language)
