from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    label = "scm_moderation"
    verbose_name = _("Quality control")

    def ready(self) -> None:
        from . import checks, common_checks, receivers  # noqa: F401

        receivers.connect()
        checks.register()
