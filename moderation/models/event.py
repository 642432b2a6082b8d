"""What happened: rows that are written once."""

from django.db import models


class Immutable(Exception):
    """Events are written once; what follows is a further row."""


class EventQuerySet(models.QuerySet):
    """Rows that are written once; what Django itself does (an account is deleted) uses the base manager."""

    def update(self, **values: object) -> int:
        raise Immutable(f"{self.model._meta.label} are events and stay as they are.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Immutable(f"{self.model._meta.label} are events and are never deleted.")


class EventModel(models.Model):
    """A row that is written once and neither changed nor deleted."""

    objects = EventQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Immutable(f"{self._meta.label} {self.pk} is an event and stays as it is.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Immutable(f"{self._meta.label} {self.pk} is an event and is never deleted.")
