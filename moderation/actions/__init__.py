"""The verbs of quality control: send, take back, approve, return, withdraw."""

from .decide import ContentChanged, NotDecidable, approve, return_to_group
from .publish import publish_decided
from .send import Incomplete, NotSendable, send_to_quality_control, take_back
from .withdraw import NotPublic, withdraw

__all__ = [
    "ContentChanged",
    "Incomplete",
    "NotDecidable",
    "NotPublic",
    "NotSendable",
    "approve",
    "publish_decided",
    "return_to_group",
    "send_to_quality_control",
    "take_back",
    "withdraw",
]
