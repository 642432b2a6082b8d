"""The mails of a group's life."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from outbox.actions import post_message
from outbox.addresses import absolute

from .models import FocusGroup, Membership


def password_address(user: Any) -> str:
    """Where a new account chooses its password; the link works once and for a few days."""
    token = default_token_generator.make_token(user)
    return absolute(
        reverse("wagtailadmin_password_reset_confirm", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    )


def tell_secretariat_group_set_up(group: FocusGroup) -> None:
    """To everyone who may confirm its leaders."""
    users = (
        get_user_model()
        .objects.with_perm("focusgroups.confirm_leaders", include_superusers=False)
        .filter(is_active=True)
    )
    for user in users.order_by("pk"):
        post_message(
            to=user,
            template="focusgroups/mails/group_set_up.txt",
            context={"group": group, "url": absolute(reverse("focusgroups:confirm_leaders", args=[group.reference]))},
        )


def welcome_leader(membership: Membership) -> None:
    """To the chair and the co-chair: what the role is, where to begin, and for who never signed in a link to do so."""
    user = membership.person.user
    secret = "" if user.last_login else password_address(user)
    post_message(
        to=user,
        template="focusgroups/mails/welcome_leader.txt",
        context={
            "group": membership.group,
            "membership": membership,
            "password_url": secret,
            "url": absolute(reverse("focusgroups:my_groups")),
        },
        secret=secret,
    )
