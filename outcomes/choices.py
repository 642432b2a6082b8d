"""The words of outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Licences by their SPDX identifier; the form offers CC BY 4.0 first."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    CC0 = "CC0-1.0", _("Creative Commons Zero 1.0 (public domain)")
    EUPL = "EUPL-1.2", _("European Union Public Licence 1.2")


class RecordingText(models.TextChoices):
    """How a recording is followed without sound."""

    CAPTIONS = "captions", _("The recording has captions")
    TRANSCRIPT = "transcript", _("A transcript stands in the content or among the files")


class DemonstratorStatus(models.TextChoices):
    """Whether what is demonstrated can be seen at work."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("In operation")
    ENDED = "ended", _("Ended")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.EUPL: "https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12",
}
