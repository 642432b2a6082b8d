"""Only in the demonstration: the mails sent so far, readable in the browser."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [path("mails/", views.mails, name="mails")]
