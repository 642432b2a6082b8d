"""Admin screens of mails and jobs."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("", views.mails_and_jobs, name="index"),
    path("mails/<int:message_id>/", views.mail, name="mail"),
    path("mails/<int:message_id>/send-again/", views.send_mail_again, name="send_again"),
    path("jobs/<uuid:job_id>/try-again/", views.try_again, name="try_again"),
]
