"""Translation requests in the words of the desk."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef


class TranslationRequestQuerySet(models.QuerySet):
    """Requests by work, language and whether they are done."""

    def open(self) -> "TranslationRequestQuerySet":
        return self.filter(done_at=None)

    def of(self, work: uuid.UUID, language: str) -> "TranslationRequestQuerySet":
        return self.filter(work=work, language=language).order_by("-pk")

    def done(self) -> "TranslationRequestQuerySet":
        return self.exclude(done_at=None)

    def into(self, languages: list[str]) -> "TranslationRequestQuerySet":
        return self.filter(language__in=languages)

    def newest(self) -> "TranslationRequestQuerySet":
        """The last request of each work and language."""
        newer = self.model._default_manager.filter(
            work=OuterRef("work"), language=OuterRef("language"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer))

    def by_urgency(self) -> "TranslationRequestQuerySet":
        """What is due first comes first, what has no date last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "requested_at", "pk")
