from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationsConfig(AppConfig):
    name = "translations"
    label = "scm_translations"
    verbose_name = _("Translations")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail_localize import models

        # They write a page's draft title while somebody types, whatever its length; saving the draft does that.
        post_save.disconnect(models.post_save_string_translation, sender=models.StringTranslation)
        post_delete.disconnect(models.post_delete_string_translation, sender=models.StringTranslation)
