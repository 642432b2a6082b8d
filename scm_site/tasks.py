"""Jobs of the site: carried out at once, or by the worker as rows of the transaction that asks for them."""

from django_tasks import task

from .pages.navigation import forget_now


@task()
def forget_shared_navigation() -> None:
    """Menus, breadcrumbs and footers are read anew."""
    forget_now()
