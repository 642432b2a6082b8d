"""Post a mail inside a transaction; deliver what is due outside of any; carry out the jobs that wait."""

from .deliver_messages import deliver_due
from .forget_old import forget_old_mails
from .post_message import Mailbox, post_message
from .run_jobs import run_due_jobs
from .try_again import send_again, try_job_again

__all__ = [
    "Mailbox",
    "deliver_due",
    "forget_old_mails",
    "post_message",
    "run_due_jobs",
    "send_again",
    "try_job_again",
]
