"""What waits for a decision, with who has it, until when, and who may decide: a fixed number of queries, however much waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page

from .models import GatedMixin, ProblemReport, QualityControl
from .permissions import may_answer_reports
from .querysets import rounds_scheduled, rounds_waiting, rounds_with_groups
from .receivers import gated_types
from .screen_forms.queue import GROUPS, MINE, NOBODYS, OVERDUE

PER_PAGE = 25
PAGE_ID = Cast("workflow_state__object_id", IntegerField())
# What stands beside the rows.
COUNTED = {"with_groups": rounds_with_groups, "scheduled": rounds_scheduled, "reports": ProblemReport.objects.open}


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; ``place`` names the group, ``why_not`` says why this user does not decide, or why nobody can now."""

    round: QualityControl
    page: GatedMixin
    place: str
    why_not: str
    today: date

    @property
    def days_overdue(self) -> int:
        return max((self.today - self.round.due_on).days, 0)


@dataclass(frozen=True)
class WithGroup:
    """What waits for its group: ``who`` names whom, ``round`` says since when and how many points are open."""

    round: QualityControl
    page: GatedMixin
    place: str
    who: str


@dataclass(frozen=True)
class Queue:
    """One page of the queue for one user, and what stands beside its rows.

    ``shown`` holds ``Waiting`` or ``WithGroup``; ``reports`` is ``None`` for whoever does not answer them.
    """

    shown: PaginatorPage
    with_groups: int
    scheduled: list[Waiting]
    reports: int | None


def queue_for(user: Any, *, asked: dict[str, str] | None = None, number: int = 1) -> Queue:
    """One page of what ``user`` may look at and ``asked`` for (who, language, kind), the longest first."""
    asked = asked or {}
    are_with_groups = asked.get("who") == GROUPS
    rounds = rounds_with_groups() if are_with_groups else rounds_waiting().select_related("taker")
    shown, found = _shown(_asked(_seen_by(user, rounds), user, asked), number)
    shown.object_list = _with_groups(found) if are_with_groups else _waiting(found, user)
    beside = _beside([round_ for round_, _page in found])
    return Queue(
        shown,
        with_groups=0 if asked else _number_with_groups(user, beside),
        scheduled=[] if asked or not beside["scheduled"] else _scheduled(user),
        reports=beside["reports"] if may_answer_reports(user) else None,
    )


def _waiting(found: list[tuple[QualityControl, GatedMixin]], user: Any) -> list[Waiting]:
    pages = [page for _round, page in found]
    reasons = _reasons(pages, user)
    places = places_of(pages)
    today = timezone.localdate()
    return [Waiting(round_, page, places.get(page.pk, ""), reasons.get(page.pk, ""), today) for round_, page in found]


def _with_groups(found: list[tuple[QualityControl, GatedMixin]]) -> list[WithGroup]:
    pages = [page for _round, page in found]
    names = {key: name for rule in {type(page).authors_rule for page in pages} for key, name in rule(pages).items()}
    places = places_of(pages)
    return [
        WithGroup(
            round_, page, places.get(page.pk, ""), names.get(page.pk) or str(round_.workflow_state.requested_by or "")
        )
        for round_, page in found
    ]


def places_of(pages: Sequence[GatedMixin]) -> dict[int, str]:
    """The name of the group under which each page stands; a group's own page stands under none."""
    return {key: name for rule in {type(page).place_rule for page in pages} for key, name in rule(pages).items()}


def _beside(rounds: list[QualityControl]) -> dict[str, int]:
    """How much of ``COUNTED`` there is: each row says it, which spares a query for each; without a row they are asked."""
    if rounds:
        return {name: getattr(rounds[0], name) for name in COUNTED}
    return {name: rows().count() for name, rows in COUNTED.items()}


def _number_of(rows: QuerySet) -> Coalesce:
    """How many there are, as a column of another query."""
    return Coalesce(Subquery(rows.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number")), 0)


def _number_with_groups(user: Any, beside: dict[str, int]) -> int:
    """How many wait for their group, of what ``user`` may look at."""
    sees_all = user.has_perm("scm_moderation.see_queue")
    return beside["with_groups"] if sees_all else _seen_by(user, rounds_with_groups()).count()


def _shown(
    rounds: QuerySet[QualityControl], number: int
) -> tuple[PaginatorPage, list[tuple[QualityControl, GatedMixin]]]:
    """One page of ``rounds``, and each of them with its page."""
    rounds = rounds.annotate(number=Window(Count("pk")), **{name: _number_of(rows()) for name, rows in COUNTED.items()})
    paginator = Paginator(rounds, PER_PAGE)
    # The rows bring their number along, which spares a query; beyond the last page there are none.
    found = list(rounds[(number - 1) * PER_PAGE : number * PER_PAGE])
    if found:
        paginator.count = found[0].number
    shown = paginator.get_page(number)
    found = found or list(shown.object_list)
    pages = _pages([round_.page_id for round_ in found])
    return shown, [(round_, pages[round_.page_id]) for round_ in found if round_.page_id in pages]


def _seen_by(user: Any, rounds: QuerySet[QualityControl]) -> QuerySet[QualityControl]:
    """Those of ``rounds`` that this user may look at."""
    rounds = rounds.annotate(page_id=PAGE_ID)
    if user.has_perm("scm_moderation.see_queue"):
        return rounds
    # Whoever decides on one language alone: few people, and what waits for them is little.
    pages = _pages(list(rounds.values_list("page_id", flat=True)))
    return rounds.filter(page_id__in=[page.pk for page in pages.values() if page.may_review(user)])


def _asked(rounds: QuerySet[QualityControl], user: Any, asked: dict[str, str]) -> QuerySet[QualityControl]:
    who, language, kind = (asked.get(name) for name in ("who", "language", "kind"))
    if who == MINE:
        rounds = rounds.filter(taker=user)
    elif who == NOBODYS:
        rounds = rounds.filter(taker=None)
    elif who == OVERDUE:
        rounds = rounds.filter(due_on__lt=timezone.localdate())
    wanted = Q()
    if language:
        wanted &= Q(locale__language_code=language)
    if kind:
        wanted &= Q(content_type=ContentType.objects.get_by_natural_key(*kind.split(".")))
    return rounds.filter(page_id__in=Page.objects.filter(wanted).values("pk")) if wanted else rounds


def _pages(keys: list[int]) -> dict[int, GatedMixin]:
    """Pages of every gated type in one query: what each page has, and of its type only what the rules read."""
    if not keys:
        return {}
    types = gated_types()
    fields = {name for model in types for name in model.rule_fields}
    read = {
        name: Coalesce(*(F(f"{model._meta.model_name}__{name}") for model in types if name in model.rule_fields))
        for name in fields
    }
    pages = {}
    for row in Page.objects.filter(pk__in=keys).select_related("locale").annotate(**read):
        page = pages[row.pk] = row.specific_deferred
        page.locale = row.locale
    return pages


def _scheduled(user: Any) -> list[Waiting]:
    """What is approved and waits for its time, of what ``user`` may look at; the next one first."""
    rounds = list(rounds_scheduled().annotate(page_id=PAGE_ID))
    pages = _pages([round_.page_id for round_ in rounds])
    sees_all = user.has_perm("scm_moderation.see_queue")
    today = timezone.localdate()
    return [
        Waiting(round_, page, "", "", today)
        for round_ in rounds
        if (page := pages.get(round_.page_id)) and (sees_all or page.may_review(user))
    ]


def _reasons(pages: list[GatedMixin], user: Any) -> dict[int, str]:
    """Each rule is asked once for all pages that it judges."""
    reasons: dict[int, str] = {}
    for rules in {(type(page).decision_rule, type(page).publication_rule) for page in pages}:
        judged = [page for page in pages if (type(page).decision_rule, type(page).publication_rule) == rules]
        decide, publish = rules
        reasons |= publish(judged) | decide(judged, user)
    return reasons
