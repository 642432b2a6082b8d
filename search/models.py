"""What the search keeps beside the index, which is Wagtail's own."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .expression import Phrase, clean
from .folding import fold


class Change(models.Model):
    """Something that may change what is public, written in its transaction; see ``search.changes``."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M:%S} {self.token}"


def languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


class Synonym(models.Model):
    """Words that mean the same in one language: who looks for one of them finds the others as well."""

    language = models.CharField(_("language"), max_length=10, choices=languages)
    words = models.CharField(
        _("words that mean the same"),
        max_length=250,
        help_text=_("Divided by commas, for example: PED, positive energy district."),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]
        default_permissions = ("add", "change", "delete")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        phrases = {folded(phrase) for phrase in self.phrases()}
        if len(phrases) < 2:
            raise ValidationError({"words": _("Write at least two different words or phrases, divided by a comma.")})
        others = Synonym.objects.filter(language=self.language).exclude(pk=self.pk)
        taken = {folded(phrase) for other in others for phrase in other.phrases()}
        if twice := taken.intersection(phrases):
            raise ValidationError(
                {
                    "words": _("“%(words)s” stands in another row of this language already: change that one.")
                    % {"words": " ".join(sorted(twice)[0])}
                }
            )

    def phrases(self) -> tuple[Phrase, ...]:
        """Each as the words that the search looks for."""
        texts = (clean(text)[0].replace('"', "") for text in self.words.replace(";", ",").split(","))
        return tuple(tuple(text.split()) for text in texts if text)


def folded(phrase: Phrase) -> Phrase:
    return tuple(fold(word) for word in phrase)


class EmptySearch(models.Model):
    """Words that were looked for on one day and found nothing; who looked for them is not kept."""

    language = models.CharField(max_length=10)
    words = models.CharField(max_length=200)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        default_permissions = ()
        permissions = [("see_empty_searches", _("See what was looked for and not found"))]
        constraints = [
            models.UniqueConstraint(fields=["language", "words", "day"], name="scm_search_one_empty_search_a_day")
        ]

    def __str__(self) -> str:
        return self.words


class IndexWrite(models.Model):
    """One time that the search server was told something; its key is the version of what was written."""

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}, {self.made_at:%Y-%m-%d %H:%M:%S}"


class PendingQuerySet(models.QuerySet):
    def due(self) -> "PendingQuerySet":
        return self.filter(write=None)


class Pending(models.Model):
    """A page whose entry in the database's index changed, until the search server has it too; see ``search.pending``.

    ``write`` is what brought it there; ``error`` says why the server refused it the last time.
    """

    page_key = models.BigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)
    write = models.ForeignKey(IndexWrite, null=True, on_delete=models.CASCADE, related_name="entries")
    error = models.CharField(max_length=500, blank=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_key}, {self.noted_at:%Y-%m-%d %H:%M:%S}"
