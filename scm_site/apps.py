from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScmSiteConfig(AppConfig):
    name = "scm_site"
    verbose_name = _("Site")
