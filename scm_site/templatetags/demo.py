"""The help of the sign-in page in the demonstration; nothing of it anywhere else."""

from django import template
from django.conf import settings

from ..demo.accounts import PASSWORD, Account, accounts
from ..models import User

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[Account]:
    """Who can sign in to the demonstration; nobody where it is none or has not been built."""
    if not settings.SCM_DEMO:
        return []
    everybody = accounts()
    known = User.objects.filter(email__in=[account.email for account in everybody], is_active=True)
    here = set(known.values_list("email", flat=True))
    return [account for account in everybody if account.email in here]


@register.simple_tag
def demo_password() -> str:
    return PASSWORD if settings.SCM_DEMO else ""
