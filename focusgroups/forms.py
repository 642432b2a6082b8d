"""The editor's form of a gated page: sending is refused with a list of what is missing, and nothing typed is lost."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from files.models import File
from moderation.content import content_of


class GatedPageForm(WagtailAdminPageForm):
    """Saves a draft at any time; "Send to quality control" asks the page's own completeness first."""

    # Until it was public once, a page's address follows its title.
    slug_follows_title = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.slug_follows_title and not self.instance.first_published_at:
            self.instance.slug = ""
        return cleaned

    def _post_clean(self) -> None:
        """After the instance holds what was typed, ask it what is missing, when it is to be sent."""
        super()._post_clean()
        self._refuse_files_of_other_works()
        if "action-submit" in self.data and not self.errors:
            for item in self.draft_in_form().missing():
                self.add_error(item.field if item.field in self.fields else None, item.text)

    def _refuse_files_of_other_works(self) -> None:
        """Say so at the form, where nothing typed is lost; the verb that saves the draft would refuse it whole."""
        foreign = File.objects.filter(pk__in=content_of(self.instance).documents).of_other_works(
            self.instance.translation_key
        )
        for file in foreign:
            self.add_error(
                "files" if "files" in self.fields else None,
                _("“%(title)s” belongs to another page: upload it here as a file of its own.") % {"title": file.title},
            )

    def draft_in_form(self) -> Any:
        """The page with what was typed, relations included."""
        for name in self._meta.fields or []:
            field = self.instance._meta.get_field(name)
            if field.many_to_many and name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        return self.instance
