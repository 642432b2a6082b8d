"""Admin screens of focus groups: they read what was typed, call one verb, and show what it says."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moderation.screen_forms.problems import problems_of
from screens.frame import screens_in

from . import actions, permissions
from .due import due_in
from .models import FocusGroup, Membership, TermsOfReferencePage
from .overview import groups_of
from .people import AddressGiven, AnotherName, find_or_add_person, person_of
from .screen_forms import ConfirmForm, DayForm, FindGroupForm, MemberForm, RecordForm, SetUpForm

REFUSALS = (
    actions.AlreadyMember,
    actions.AlreadySetUp,
    actions.NoApprovedWorkProgramme,
    actions.NotNow,
    actions.NotOnTheStaff,
    actions.OrganisationMissing,
    actions.RoleNotOpen,
    actions.TooShort,
    AddressGiven,
    AnotherName,
)


_screen = screens_in("focusgroups/admin", icon="group")


def _form_screen(request: HttpRequest, template: str, title: str, form: Form, **context: Any) -> HttpResponse:
    """With what is wrong with the form, above everything."""
    return _screen(request, template, title, form=form, problems=problems_of(form), **context)


def _group(reference: str) -> FocusGroup:
    return get_object_or_404(FocusGroup, reference=reference)


PER_PAGE = 10


@require_safe
def my_groups(request: HttpRequest) -> HttpResponse:
    """What those who lead groups owe, and where each stands; the support team and the Secretariat see every group."""
    user = request.user
    sees_all = user.has_perm("focusgroups.see_all")
    form = FindGroupForm(request.GET)
    led = list(FocusGroup.objects.led_by(user).order_by("-reference"))
    groups = form.apply(FocusGroup.objects.order_by("-reference")) if sees_all else led
    shown = Paginator(groups, PER_PAGE).get_page(request.GET.get("p"))
    standings = groups_of([*shown, *(group for group in led if group not in shown)])
    return _screen(
        request,
        "my_groups",
        _("All focus groups") if sees_all else _("My groups"),
        due=due_in([standing for standing in standings if standing.group in led]),
        standings=[standing.with_what_is_missing() for standing in standings if standing.group in shown],
        shown=shown,
        sees_all=sees_all,
        form=form if sees_all else None,
        asked=form.asked(),
        may_set_up=permissions.may_set_up(user),
        may_confirm=permissions.may_confirm_leaders(user),
        may_record=permissions.may_record(user),
        sees_queue=user.has_perm("scm_moderation.see_queue"),
    )


def set_up(request: HttpRequest) -> HttpResponse:
    """One form sets up a group (ToR ¶14y)."""
    if not permissions.may_set_up(request.user):
        raise PermissionDenied
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                group = actions.set_up_group(
                    name=data["name"],
                    challenge=f"<p>{escape(data['challenge'].strip())}</p>",
                    themes=[data["theme"]],
                    planned_start=data["planned_start"],
                    planned_end=data["planned_end"],
                    chair=find_or_add_person(
                        name=data["chair_name"],
                        title=data["chair_title"],
                        organisation=data["chair_organisation"],
                        email=data["chair_email"],
                    ),
                    co_chair=data["co_chair"] and person_of(data["co_chair"], _("SCM Secretariat")),
                    by=request.user,
                    today=timezone.localdate(),
                )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("“%(name)s” is set up as %(reference)s. The Secretariat has a mail and confirms chair and co-chair.")
                % {"name": group.name, "reference": group.reference},
            )
            return redirect("focusgroups:my_groups")
    return _form_screen(request, "set_up", _("Set up a focus group"), form)


def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The Secretariat confirms chair and co-chair (ToR ¶16)."""
    if not permissions.may_confirm_leaders(request.user):
        raise PermissionDenied
    group = _group(reference)
    proposed = {
        "chair": group.proposed_chair_id,
        "co_chair": group.proposed_co_chair and group.proposed_co_chair.user_id,
    }
    form = ConfirmForm(request.POST or None, initial=proposed, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.confirm_leaders(
                    group=group,
                    chair=form.cleaned_data["chair"],
                    co_chair=person_of(form.cleaned_data["co_chair"], _("SCM Secretariat")),
                    by=request.user,
                    today=timezone.localdate(),
                )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Chair and co-chair of “%(name)s” are confirmed and have a mail.") % {"name": group.name}
            )
            return redirect("focusgroups:my_groups")
    return _form_screen(
        request,
        "confirm",
        _("Confirm chair and co-chair"),
        form,
        group=group,
        leaders=group.memberships.current().leading().in_order(),
        may_record=permissions.may_record(request.user),
    )


def members(request: HttpRequest, reference: str) -> HttpResponse:
    """The members of a group in ToR order; add one, end one, record consent."""
    group = _group(reference)
    if not permissions.may_change_members(request.user, group):
        raise PermissionDenied
    form, ending, unnaming = MemberForm(), None, None
    if request.method == "POST":
        is_asked_first = "confirmed" not in request.POST
        if is_asked_first and "end" in request.POST:
            ending = _membership(group, request.POST["end"])
        elif is_asked_first and "consent_withdrawn" in request.POST:
            unnaming = _membership(group, request.POST["consent_withdrawn"])
        else:
            form, done = _change_members(request, group)
            if done:
                return redirect("focusgroups:members", reference=reference)
    day_form = DayForm(request.GET or None)
    day = day_form.cleaned_data["day"] if day_form.is_valid() else None
    return _form_screen(
        request,
        "members",
        _("Members of “%(name)s”") % {"name": group.name},
        form,
        group=group,
        ending=ending,
        unnaming=unnaming,
        current=group.current_members(),
        past=group.memberships.exclude(ended_on=None).in_order(),
        day_form=day_form,
        day=day,
        on_day=group.members_on(day) if day else [],
    )


def _change_members(request: HttpRequest, group: FocusGroup) -> tuple[MemberForm, bool]:
    today = timezone.localdate()
    try:
        if "end" in request.POST:
            membership = _membership(group, request.POST["end"])
            actions.end_membership(membership=membership, by=request.user, today=today)
            messages.success(request, _("The membership of %(name)s has ended.") % {"name": membership.person})
        elif "consent_given" in request.POST or "consent_withdrawn" in request.POST:
            given = "consent_given" in request.POST
            person = _membership(group, request.POST["consent_given" if given else "consent_withdrawn"]).person
            actions.record_consent(person=person, group=group, given=given, by=request.user)
            messages.success(request, _("The consent of %(name)s is recorded.") % {"name": person})
        else:
            form = MemberForm(request.POST)
            if not form.is_valid():
                return form, False
            _add_member(request, group, form.cleaned_data)
    except REFUSALS as refusal:
        form = MemberForm(request.POST if "name" in request.POST else None)
        if form.is_bound:
            form.add_error(None, str(refusal))
            return form, False
        messages.error(request, str(refusal))
    return MemberForm(), True


def _membership(group: FocusGroup, key: str) -> Membership:
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(Membership, pk=key, group=group)


@transaction.atomic
def _add_member(request: HttpRequest, group: FocusGroup, data: dict[str, Any]) -> None:
    known = {name: data[name] for name in ("title", "organisation")}
    person = find_or_add_person(name=data["name"], email=data["email"], group=group, **known)
    actions.add_member(
        group=group, person=person, role=data["role"], by=request.user, today=timezone.localdate(), **known
    )
    if data["consent"]:
        actions.record_consent(person=person, group=group, given=True, by=request.user)
    messages.success(request, _("%(name)s is a member now.") % {"name": person})


EVENT_VERBS = {
    "agreed": actions.agree_group,
    "formed": actions.form_group,
    "launched": actions.launch_group,
    "concluded": actions.conclude_group,
    "ended_early": actions.end_group_early,
}
WITH_NOTE = {"agreed", "ended_early"}


def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The Secretariat records a step in the life of a group; state and dates follow."""
    if not permissions.may_record(request.user):
        raise PermissionDenied
    group = _group(reference)
    form = RecordForm(request.POST or None, initial={"on": timezone.localdate()}, state=group.state)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        note = {"note": form.cleaned_data["note"]} if kind in WITH_NOTE else {}
        try:
            EVENT_VERBS[kind](
                group=group, by=request.user, on=form.cleaned_data["on"], today=timezone.localdate(), **note
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. The state of “%(name)s” follows from it.") % {"name": group.name})
            return redirect("focusgroups:my_groups")
    return _form_screen(
        request,
        "record",
        _("Record a step of “%(name)s”") % {"name": group.name},
        form,
        group=group,
        events=group.events.all(),
    )


@require_POST
def fill_in(request: HttpRequest, page_id: int) -> HttpResponse:
    """Fill in the Terms of Reference from the group's data."""
    page = get_object_or_404(TermsOfReferencePage, pk=page_id)
    try:
        actions.fill_in_terms(page=page, by=request.user)
    except (*REFUSALS, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Filled in. Read it, then send it to quality control."))
    return redirect("wagtailadmin_pages:edit", page_id)
