"""The verbs of quality control: send, take, hand over, remind, take back, approve (now or at a time), return, answer …"""

from .answer_points import answer_points
from .checklist import ChecklistChanged, NotAChecklist, revise_checklist
from .decide import ContentChanged, NewPoint, NotDecidable, QuestionsChanged, approve, return_to_group
from .preview import NothingToPreview, make_preview_link, open_preview_link, revoke_preview_link
from .publish import publish_decided
from .remind import remind_due
from .report import Answered, TooManyReports, answer_report, forget_old_reports, report_problem
from .schedule import cancel_schedule, publish_due, what_is_due
from .send import Incomplete, NotSendable, send_to_quality_control, take_back
from .small_fixes import ask_to_confirm, begin_small_fixes, confirm_small_fixes
from .take import hand_over, take
from .withdraw import NoReplacement, NotPublic, withdraw

__all__ = [
    "Answered",
    "ChecklistChanged",
    "ContentChanged",
    "Incomplete",
    "NewPoint",
    "NoReplacement",
    "NotAChecklist",
    "NotDecidable",
    "NotPublic",
    "NotSendable",
    "NothingToPreview",
    "QuestionsChanged",
    "TooManyReports",
    "answer_points",
    "answer_report",
    "approve",
    "ask_to_confirm",
    "begin_small_fixes",
    "cancel_schedule",
    "confirm_small_fixes",
    "forget_old_reports",
    "hand_over",
    "make_preview_link",
    "open_preview_link",
    "publish_decided",
    "publish_due",
    "remind_due",
    "report_problem",
    "return_to_group",
    "revise_checklist",
    "revoke_preview_link",
    "send_to_quality_control",
    "take",
    "take_back",
    "what_is_due",
    "withdraw",
]
