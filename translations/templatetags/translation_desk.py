"""Tags for the admin screens of other rooms: ``{% load translation_desk %}``."""

from typing import Any

from django import template

from ..links import request_url
from ..permissions import may_request

register = template.Library()


@register.inclusion_tag("translations/admin/request_link.html")
def request_translations_link(page: Any, user: Any) -> dict[str, Any]:
    """A link to the request screen where ``user`` may request and ``page`` is a public source."""
    is_shown = may_request(user) and page.live and page.is_source()
    return {"url": request_url(page) if is_shown else "", "page": page}
