from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"
    label = "scm_files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from .metadata import forget_notes

        forget_notes()
