"""A page type that opts in must say all that quality control asks."""

from typing import Any

from django.core import checks

from .models import GatedMixin
from .receivers import gated_types

ANSWERS = (
    "why_not_send",
    "may_review",
    "may_see_draft",
    "may_take_back",
    "may_withdraw",
    "authors",
    "reviewers",
    "is_source",
    "source_page",
)


def check_gated_types(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Each gated type names its content and answers each question."""
    found: list[checks.CheckMessage] = []
    for model in gated_types():
        if "title" not in model.sealed_fields:
            found.append(
                checks.Error(
                    f"{model.__name__} declares no sealed_fields with its title.", obj=model, id="moderation.E001"
                )
            )
        for name in ANSWERS:
            if getattr(model, name) is getattr(GatedMixin, name):
                found.append(
                    checks.Error(f"{model.__name__} does not answer {name}().", obj=model, id="moderation.E002")
                )
        if not hasattr(model, "decision_rule"):
            found.append(checks.Error(f"{model.__name__} has no decision_rule.", obj=model, id="moderation.E003"))
    return found


def register() -> None:
    checks.register(check_gated_types, checks.Tags.models)
