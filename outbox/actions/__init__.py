"""Post a mail inside a transaction; deliver what is due outside of any."""

from .deliver_messages import deliver_due
from .post_message import post_message

__all__ = ["deliver_due", "post_message"]
