"""The questions of quality control, in versions that the Secretariat writes."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..checklist import Question, unanswered
from ..choices import ChecklistKind
from .event import EventModel, EventQuerySet


class ChecklistQuerySet(EventQuerySet):
    def in_force(self, kind: str) -> "Checklist":
        """The newest version of this kind."""
        return self.filter(kind=kind).latest("version")


class Checklist(EventModel):
    """One version of a list of questions: an approval keeps the version that it answered (E6).

    Versions are counted over all kinds, so that a number alone says which questions were asked.
    """

    version = models.PositiveSmallIntegerField(_("version"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ChecklistKind.choices)
    # A list of ``Question.as_json``.
    content = models.JSONField(_("questions"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        default_permissions = ()
        permissions = [("revise_checklist", "Can write new versions of the questions of quality control")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"

    @cached_property
    def questions(self) -> list[Question]:
        return [Question(**question) for question in self.content]

    def unanswered(self, answers: Mapping[str, bool]) -> list[Question]:
        """The mandatory questions that ``answers`` does not answer with yes."""
        return unanswered(answers, self.questions)
