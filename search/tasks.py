"""Jobs of the search: carried out at once, or by the worker as rows of the transaction that asks for them."""

from collections.abc import Sequence

from django_tasks import task
from modelsearch.index import insert_or_update_object
from wagtail.models import Page

# One job is one transaction, and nobody should wait for it.
AT_ONCE = 25


@task()
def index_pages(keys: list[int]) -> None:
    """Write the entries of these pages anew; of those that are not there any more nothing."""
    for page in Page.objects.filter(pk__in=keys).specific():
        insert_or_update_object(page)


def index_again(keys: Sequence[int]) -> None:
    """Ask for jobs that do so, in this transaction."""
    for first in range(0, len(keys), AT_ONCE):
        index_pages.enqueue(list(keys[first : first + AT_ONCE]))
