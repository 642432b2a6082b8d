from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.core import checks as django_checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScmSiteConfig(AppConfig):
    name = "scm_site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from . import append_only, checks, receivers

        django_checks.register(checks.check_addresses, django_checks.Tags.security, deploy=True)
        receivers.connect()
        append_only.connect(self)
        post_migrate.connect(roles_after_migration, sender=self)


def roles_after_migration(app_config: AppConfig, apps: Any = None, using: str = "default", **kwargs: Any) -> None:
    """A migrated database has the roles of the table (J8). Permissions of later apps are made before, here."""
    from django.apps import apps as current_apps

    from .actions.apply_roles import apply_roles

    for config in current_apps.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    apply_roles()
