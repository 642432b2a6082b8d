"""The mails about what is public."""

from typing import Any

from outbox.actions import post_message

from .models.correction import Correction


def tell_leaders_corrected(page: Any, correction: Correction) -> None:
    """Those who lead the group hear what its readers read."""
    for user in page.authors():
        post_message(
            to=user,
            template="outcomes/mails/corrected.txt",
            context={
                "title": page.title,
                "group": page.group,
                "correction": correction,
                "text": correction.text_in(user.mail_language)[0],
                "url": page.full_url,
            },
        )
