"""Screens of the demonstration; production settings know none of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outbox.models import Message


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail of the outbox, newest first, so that one can play each role without a mail box."""
    return render(request, "demo/mails.html", {"messages_posted": Message.objects.all()[:200]})
