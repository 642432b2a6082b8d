"""Named by ``WAGTAIL_FINISH_WORKFLOW_ACTION``. Wagtail imports it while its models load, so it imports inside."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    from .actions.publish import publish_decided

    publish_decided(workflow_state=workflow_state, by=user)
