"""Translation requests in the words of the desk."""

import uuid

from django.db import models


class TranslationRequestQuerySet(models.QuerySet):
    """Requests by work, language and whether they are done."""

    def open(self) -> "TranslationRequestQuerySet":
        return self.filter(done_at=None)

    def of(self, work: uuid.UUID, language: str) -> "TranslationRequestQuerySet":
        return self.filter(work=work, language=language).order_by("-pk")

    def into(self, languages: list[str]) -> "TranslationRequestQuerySet":
        return self.filter(language__in=languages)
