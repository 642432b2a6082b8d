"""Outcomes in the words of the domain."""

from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class OutcomePageQuerySet(PageQuerySet):
    """Pages of outcomes."""

    def best_for(self, language: str) -> "OutcomePageQuerySet":
        """One page a work: the one in ``language``, else the one in its source language."""
        from .models import OutcomePage

        own = OutcomePage.objects.live().filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language
        )
        in_language = self.filter(locale__language_code=language)
        from django.db.models import F, Q

        return self.filter(
            Q(pk__in=in_language.values("pk")) | (Q(locale__language_code=F("source_language")) & ~Exists(own))
        )

    def public_works(self, language: str) -> "OutcomePageQuerySet":
        """What a reader of ``language`` finds: public, one a work, in this language or its own."""
        return self.live().public().filter(alias_of=None).best_for(language)


OutcomePageManager: Any = PageManager.from_queryset(OutcomePageQuerySet)
