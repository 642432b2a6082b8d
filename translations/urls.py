"""Admin screens of the translation desk."""

from django.urls import path

from . import views

app_name = "translations"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("request/<int:page_id>/", views.request_, name="request"),
    path("<int:request_id>/", views.translate, name="translate"),
    path("<int:request_id>/source/", views.source, name="source"),
    path("<int:request_id>/submit/", views.submit, name="submit"),
]
