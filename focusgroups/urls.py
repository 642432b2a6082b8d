"""Admin screens of focus groups."""

from django.urls import path

from . import views

app_name = "focusgroups"
urlpatterns = [
    path("", views.my_groups, name="my_groups"),
    path("set-up/", views.set_up, name="set_up"),
    path("<str:reference>/confirm/", views.confirm, name="confirm_leaders"),
    path("<str:reference>/members/", views.members, name="members"),
    path("<str:reference>/record/", views.record, name="record"),
    path("terms/<int:page_id>/fill-in/", views.fill_in, name="fill_in_terms"),
]
