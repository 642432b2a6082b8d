"""Who can sign in to the demonstration; everybody has the same password."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focusgroups.models import Person

from ..models import User
from .load import load_groups, load_people

PASSWORD = "demonstration"
ADMINISTRATOR = "administrator"
ROLES: dict[str, tuple["str | Promise", str, str]] = {
    # Key of the person: the role as the sign-in page names it, the role of the table, the language of mails.
    "secretariat-1": (_("SCM Secretariat"), "SCM Secretariat", "en"),
    "secretariat-2": (_("SCM Secretariat"), "SCM Secretariat", "en"),
    "secretariat-3": (_("SCM Secretariat"), "SCM Secretariat", "en"),
    "support-1": (_("SCM support team"), "SCM support team", "en"),
    "translator-fr": (_("Translator, French"), "Translators (fr)", "fr"),
    "reviewer-fr": (_("Linguistic reviewer, French"), "Linguistic reviewers (fr)", "fr"),
    "translator-de": (_("Translator, German"), "Translators (de)", "de"),
    "reviewer-de": (_("Linguistic reviewer, German"), "Linguistic reviewers (de)", "de"),
}
PROPOSED = "proposed"


@dataclass(frozen=True)
class Account:
    """One account: ``role`` as the sign-in page names it, ``about`` the group that a chair leads."""

    key: str
    role: "str | Promise"
    name: str
    email: str
    about: str = ""


def accounts() -> list[Account]:
    """Every account of the demonstration, from its content: the staff first, then chairs, then languages.

    The chair of the group that is only proposed has none: who confirms that chair gives it, and the mail
    that follows stands in the outbox.
    """
    people = {person["key"]: person for person in load_people()}

    def account(key: str, role: "str | Promise", about: str = "") -> Account:
        return Account(key, role, people[key]["name"], people[key]["email"], about)

    roles = [account(key, role) for key, (role, _group, _language) in ROLES.items()]
    chairs = [
        account(group["chair"], _("Chair"), group["name"]) for group in load_groups() if group["state"] != PROPOSED
    ]
    administrator = Account(ADMINISTRATOR, _("Administrator"), "Administrator", "administrator@scm.example")
    staff = [item for item in roles if item.key.startswith(("secretariat", "support"))]
    return [*staff, *chairs, *(item for item in roles if item not in staff), administrator]


def make_people() -> tuple[dict[str, Person], dict[str, User]]:
    """Every person and every account by key; who exists already stays as they are."""
    password = make_password(PASSWORD)
    users = {item.key: _user(item, password) for item in accounts()}
    persons = {}
    for entry in load_people():
        persons[entry["key"]], _created = Person.objects.get_or_create(
            email=entry["email"],
            defaults={name: entry[name] for name in ("name", "title", "organisation")}
            | {"user": users.get(entry["key"])},
        )
    return persons, users


def _user(item: Account, password: str) -> User:
    _role, role_group, language = ROLES.get(item.key, ("", "", "en"))
    first, _space, last = item.name.partition(" ")
    values: dict[str, Any] = {
        "first_name": first,
        "last_name": last,
        "password": password,
        "mail_language": language,
        # They know their password: no mail of the demonstration bears a link to choose another.
        "last_login": timezone.now(),
    }
    if item.key == ADMINISTRATOR:
        values |= {"is_staff": True, "is_superuser": True}
    user, is_new = User.objects.get_or_create(email=item.email, defaults=values)
    if is_new and role_group:
        user.groups.add(Group.objects.get(name=role_group))
    return user
