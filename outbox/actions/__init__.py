"""Post a mail inside a transaction; deliver what is due outside of any."""

from .deliver_messages import deliver_due
from .post_message import Mailbox, post_message

__all__ = ["Mailbox", "deliver_due", "post_message"]
