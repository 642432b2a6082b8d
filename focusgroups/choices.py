"""The words of the Terms of Reference."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a focus group stands; it follows from recorded events and is never typed."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed by the Advisory Board")
    FORMING = "forming", _("Forming")
    ACTIVE = "active", _("Active")
    CONCLUDED = "concluded", _("Concluded")
    ENDED_EARLY = "ended_early", _("Ended early")


class Role(models.TextChoices):
    """A member's role, in the order of ToR ¶9."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    PARTICIPANT = "participant", _("Participant")
    SUPPORT = "support", _("SCM support team")


LEADING_ROLES = (Role.CHAIR, Role.CO_CHAIR)
RESPONSIBLE_ROLES = (
    (Role.CHAIR, _("Chair")),
    (Role.CO_CHAIR, _("Co-chair")),
    (Role.PARTICIPANT, _("Participants")),
    (Role.SUPPORT, _("SCM support team")),
)


class Format(models.TextChoices):
    """The format of a final outcome (ToR ¶19ah)."""

    PROJECT = "project", _("Project")
    DEMONSTRATOR = "demonstrator", _("Demonstrator")
    REPORT = "report", _("Report")
    ONLINE_SEMINAR = "online_seminar", _("Online seminar")
    WHITE_PAPER = "white_paper", _("White paper")
    OTHER = "other", _("Other")


# Worked out once: ``Format.choices`` does it at each call.
FORMATS = dict(Format.choices)


class EventKind(models.TextChoices):
    """What happens in the life of a group."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed by the Advisory Board")
    LEADERS_CONFIRMED = "leaders_confirmed", _("Chair and co-chair confirmed")
    FORMED = "formed", _("Forming began")
    LAUNCHED = "launched", _("Launched")
    CONCLUDED = "concluded", _("Concluded")
    ENDED_EARLY = "ended_early", _("Ended early")
    IMPORTED = "imported", _("Taken over from an earlier record")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
