"""Documents and images: private until quality control makes them public."""

import hashlib
import uuid
from pathlib import PurePath
from typing import BinaryIO, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from .content_types import why_refused
from .inspection import Report, report_on
from .text import text_of


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits; the file is read from its start."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def random_name(folder: str, filename: str) -> str:
    """A name in ``folder`` that nobody guesses, of the type that ``filename`` says."""
    return f"{folder}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class LockedWhileSaved:
    """The row is locked before anybody judges the change, so that no decision on its bytes comes in between."""

    # What verbs decide, on the row itself: whoever read the file before a decision saves nothing over it.
    decided: ClassVar[tuple[str, ...]] = ("erased_at", "erased_by_id", "erasure_reason")

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """Raises ``PermissionDenied`` where it was erased meanwhile."""
        if self.pk and (row := type(self)._base_manager.select_for_update().filter(pk=self.pk).first()):
            if row.erased_at:
                raise PermissionDenied(_("This file was erased for good; nothing in it can be changed."))
            for name in self.decided:
                setattr(self, name, getattr(row, name))
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
        return super().delete(*args, **kwargs)


class Erasable(models.Model):
    """Its bytes can be erased for good; its row stays, with their hash, and says when, by whom and why."""

    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    erasure_reason = models.TextField(_("reason of the erasure"), blank=True, default="", editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at=None, erasure_reason="")
                | (models.Q(erased_at__isnull=False) & ~models.Q(erasure_reason="")),
                name="%(app_label)s_%(class)s_erased_with_reason",
            )
        ]

    def copies(self) -> list["File | Picture"]:
        """Every upload of the same bytes, this one among them: who uploads a file for another work makes a copy."""
        if not self.sha256:
            return [self]
        return [
            *File.objects.filter(sha256=self.sha256).order_by("pk"),
            *Picture.objects.filter(sha256=self.sha256).order_by("pk"),
        ]


class Files(DocumentQuerySet):
    """Documents in the words of the domain."""

    def public(self) -> "Files":
        return self.filter(made_public_at__isnull=False)

    def of_other_works(self, work: uuid.UUID) -> "Files":
        """Taken by another work already: this one uploads a copy of its own."""
        return self.exclude(work=None).exclude(work=work)

    def belonging_to(self, work: uuid.UUID) -> "Files":
        return self.filter(work=work)


class File(LockedWhileSaved, Erasable, AbstractDocument):
    """A file of a work. Anyone may download it once it is public; before, only who may see the work's drafts.

    ``work`` is the translation key of the page that uses it; without one, the file is its uploader's alone.
    ``sha256`` goes into the content that quality control approves: Wagtail's own hash is SHA-1. ``report`` says what
    the automated checks have to know of its bytes.
    """

    work = models.UUIDField(_("work"), null=True, blank=True, editable=False, db_index=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    report = models.JSONField(default=dict, blank=True, editable=False)
    made_public_at = models.DateTimeField(_("made public at"), null=True, blank=True, editable=False)

    objects = Files.as_manager()

    decided = (*LockedWhileSaved.decided, "work", "made_public_at")
    # The choosers leave out what was erased, also where somebody searches.
    search_fields = [*AbstractDocument.search_fields, index.FilterField("erased_at")]
    admin_form_fields = ("title", "file")

    class Meta(AbstractDocument.Meta, Erasable.Meta):
        pass

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        if self.file and not self.file._committed:
            self.sha256 = sha256_of(self.file.file)
            self.file_size = self.file.size
            pages = text_of(self.file.name, self.file.file)
            self.report = report_on(self.file.name, self.file.file, pages)
            with transaction.atomic():
                super().save(*args, **kwargs)
                FileText.objects.update_or_create(file=self, defaults={"pages": pages})
        else:
            super().save(*args, **kwargs)

    def clean(self) -> None:
        if not self.file:
            # The form refused it already, and says why; Wagtail would add that its name lacks an extension.
            return
        super().clean()
        if not self.file._committed and (sentence := why_refused(self.file.name, self.file.file)):
            raise ValidationError({"file": sentence})

    def inspected(self) -> Report:
        """What was found when it was uploaded (``inspection.report_on``); of an older row, now and from now on."""
        if not self.report:
            try:
                with self.file.open("rb") as stream:
                    self.report = report_on(self.file.name, stream)
            except OSError:
                return {"opens": False}
            type(self)._base_manager.filter(pk=self.pk).update(report=self.report)
        return self.report

    @property
    def is_public(self) -> bool:
        return self.made_public_at is not None

    @property
    def format(self) -> str:
        """The format in the form in which people write it, for example ``PDF``."""
        return self.file_extension.upper()


class FileText(models.Model):
    """What stands in a file, for the search: ``pages`` as ``text.text_of`` gives them. It goes with the bytes."""

    file = models.OneToOneField(File, primary_key=True, on_delete=models.CASCADE, related_name="text")
    pages = models.JSONField(default=list, editable=False)

    def __str__(self) -> str:
        return f"{self.file_id}"


class Picture(LockedWhileSaved, Erasable, AbstractImage):
    """A picture; its file gets a random name, so that nobody guesses the address of an unpublished one."""

    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    search_fields = [*AbstractImage.search_fields, index.FilterField("erased_at")]
    admin_form_fields = (
        "title",
        "file",
        "description",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta, Erasable.Meta):
        pass

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        if self.file and not self.file._committed:
            self.sha256 = sha256_of(self.file.file)
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        return random_name("original_images", filename)


class Rendition(AbstractRendition):
    """A picture in the size that a page shows; made again after it was deleted, it has another address."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="scm_files_one_rendition_a_size"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return random_name("images", filename)
