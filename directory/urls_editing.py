"""The editors' addresses."""

from django.urls import path

from directory.views.editing import home

app_name = "editing"

urlpatterns = [
    path("", home.home, name="home"),
]
