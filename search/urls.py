"""Admin screens of the search."""

from django.urls import path

from . import views

app_name = "scm_search"
urlpatterns = [path("", views.empty_searches, name="empty_searches")]
