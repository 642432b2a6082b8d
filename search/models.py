"""What the search keeps beside the index, which is Wagtail's own."""

import uuid

from django.db import models


class Change(models.Model):
    """Something that may change what is public, written in its transaction; see ``search.changes``."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M:%S} {self.token}"
