"""Forms of the screens of quality control, those of one screen a file."""

from .checklist import QuestionFormSet
from .decide import ApproveForm, ReturnForm
from .preview import PreviewLinkForm
from .queue import HandOverForm, QueueForm
from .report import AnswerReportForm
from .times import TimesForm
from .withdraw import WithdrawForm

__all__ = [
    "AnswerReportForm",
    "ApproveForm",
    "HandOverForm",
    "PreviewLinkForm",
    "QuestionFormSet",
    "QueueForm",
    "ReturnForm",
    "TimesForm",
    "WithdrawForm",
]
