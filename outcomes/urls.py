"""Admin screens of outcomes."""

from django.urls import path

from . import views

app_name = "outcomes"
urlpatterns = [path("<int:page_id>/correct/", views.correct, name="correct")]
