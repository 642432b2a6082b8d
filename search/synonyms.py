"""The screens on which editors keep synonyms."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from .changes import note_change
from .models import Synonym


class _NotedMixin:
    """What is looked for changes with the next search."""

    @transaction.atomic
    def save_instance(self) -> Any:
        note_change()
        return super().save_instance()  # type: ignore[misc]


class SynonymCreateView(_NotedMixin, CreateView):
    pass


class SynonymEditView(_NotedMixin, EditView):
    pass


class SynonymDeleteView(DeleteView):
    @transaction.atomic
    def delete_action(self) -> None:
        note_change()
        super().delete_action()


class SynonymViewSet(ModelViewSet):
    """Listed, added, changed and deleted by those who have the permissions of the model."""

    model = Synonym
    name = "synonyms"
    url_prefix = "search-synonyms"
    icon = "list-ul"
    menu_label = _("Synonyms of the search")
    form_fields = ["language", "words"]
    list_display = ["words", "language"]
    list_filter = ["language"]
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_settings_menu = True
    menu_order = 910
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    delete_view_class = SynonymDeleteView
