"""The words of quality control."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What a reviewer decides."""

    READY = "ready", _("Ready to publish")
    SMALL_FIXES = "small_fixes", _("Ready with small fixes")
    CHANGES_NEEDED = "changes_needed", _("Changes needed")
    NOT_READY = "not_ready", _("Not ready")


class Severity(models.TextChoices):
    """What an automated check demands: to mend it, or to say why not."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")


class Answer(models.TextChoices):
    """What became of a point to mend."""

    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done, because …")


class ChecklistKind(models.TextChoices):
    """What a list of questions is for: a type of page says which kind it is (``GatedMixin.checklist_kind``)."""

    DELIVERY = "delivery", _("What a group delivers")
    # Nothing was agreed before these pages.
    AGREEMENT = "agreement", _("Pages on which a group agrees what it will deliver")
    # What a translation says was judged in its source.
    TRANSLATION = "translation", _("Translations")


RETURNS = (Verdict.CHANGES_NEEDED, Verdict.NOT_READY)


class Stage(models.TextChoices):
    """Where a page stands on its way to the public (E2)."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In quality control")
    SCHEDULED = "scheduled", _("Approved, with a time")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TimedState(models.TextChoices):
    """The states of a page whose length is reported (E23)."""

    IN_REVIEW = "in_review", _("In quality control")
    RETURNED = "returned", _("Returned, with the group")
    SMALL_FIXES = "small_fixes", _("Small fixes, with the group")
    SCHEDULED = "scheduled", _("Approved, waits for its time")


class ReminderStep(models.TextChoices):
    """When those who decide are reminded of a round (E11)."""

    SOON = "soon", _("due soon")
    OVERDUE = "overdue", _("overdue")


class WithdrawalReason(models.TextChoices):
    """Why something is taken off the site, in words that stand in every language."""

    ERRORS = "errors", _("Its content is wrong")
    RIGHTS = "rights", _("The rights to a part of it are not clear")
    PERSONAL_DATA = "personal_data", _("It shows personal data without consent")
    REPLACED = "replaced", _("Something else replaces it")
    OUT_OF_DATE = "out_of_date", _("It is out of date")
    AUTHORS_ASK = "authors_ask", _("Its authors asked for it")
    BY_MISTAKE = "by_mistake", _("It was published by mistake")
    OTHER = "other", _("Another reason")


class ReportResult(models.TextChoices):
    """What became of a problem that a reader reported (E22)."""

    MENDED = "mended", _("It is mended")
    CORRECTED = "corrected", _("A correction was published")
    WITHDRAWN = "withdrawn", _("The page was withdrawn")
    PASSED_ON = "passed_on", _("The group mends it in its next version")
    NOTHING = "nothing", _("There is nothing to mend")
    UNRELATED = "unrelated", _("It reports no problem")
