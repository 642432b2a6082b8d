"""Screens of the demonstration; production settings know none of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outbox.models import Message

MOST = 200


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails of the outbox, newest first, to one address where asked: a mail box for each role."""
    recipient = request.GET.get("to", "")
    posted = Message.objects.filter(to__iexact=recipient) if recipient else Message.objects.all()
    return render(request, "demo/mails.html", {"messages_posted": posted[:MOST], "recipient": recipient})
