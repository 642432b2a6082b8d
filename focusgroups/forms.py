"""The editor's form of a gated page: a draft can be saved at any time, and what sending needs is marked."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from files.models import File
from moderation.content import content_of
from search.collation import sort_key

from .rules import earliest_planned_end, is_long_enough


class GatedPageForm(WagtailAdminPageForm):
    """Marks the fields that sending needs; ``missing`` of the page says what is still to do."""

    # Until it was public once, a page's address follows its title.
    slug_follows_title = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.model.needed_fields:
            if name in self.fields:
                # Only marked as such: saving a draft defers it, and nothing but drafts is saved here.
                self.fields[name].required = True
        for name in {"themes", "countries"} & set(self.fields):
            # In the order of the reader's language; the rows stand by their codes.
            self.fields[name].choices = sorted(self.fields[name].choices, key=lambda choice: sort_key(choice[1]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.slug_follows_title and not self.instance.first_published_at:
            self.instance.slug = ""
        return cleaned

    def _post_clean(self) -> None:
        """Refuse files of other works at the form, where nothing typed is lost; the verb would refuse the whole draft."""
        super()._post_clean()
        foreign = File.objects.filter(pk__in=content_of(self.instance).documents).of_other_works(
            self.instance.translation_key
        )
        for file in foreign:
            self.add_error(
                "files" if "files" in self.fields else None,
                _("“%(title)s” belongs to another page: upload it here as a file of its own.") % {"title": file.title},
            )


class WorkProgrammeForm(GatedPageForm):
    """Refuses a timeframe that is too short where it is typed (A4)."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.starts_on = cleaned.get("starts_on")
        start, end = self.instance.binding_start(), cleaned.get("ends_on")
        if start and end and not is_long_enough(start, end):
            self.add_error("ends_on", too_short(start))
        return cleaned


def too_short(start: date) -> str:
    """The rule of ToR ¶6, with the first day that keeps it."""
    return _("A focus group lasts at least twelve months (ToR ¶6): plan its end for %(day)s or later.") % {
        "day": date_format(earliest_planned_end(start))
    }
