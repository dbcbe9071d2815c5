"""The editors' addresses."""

from django.urls import path

from directory.views.editing import (
    adding,
    catalogue,
    duplicates,
    history,
    home,
    meetings,
    otherwise,
    places,
    suggestions,
)
from directory.views.editing.imports import matching, runs, starting, uploads

app_name = "editing"

urlpatterns = [
    path("", home.home, name="home"),
    path("held/", home.held, name="held"),
    path("unverified/", catalogue.unverified, name="unverified"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/decided/", duplicates.decided, name="duplicates_decided"),
    path("duplicates/<uuid:one>/<uuid:other>/", duplicates.pair, name="duplicate"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<uuid:pk>/", suggestions.decide, name="decide_suggestion"),
    path("meetings/add/", adding.meeting, name="add_meeting"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/standing/", meetings.standing, name="standing"),
    path("meetings/<uuid:pk>/check/", meetings.check, name="check_meeting"),
    path("meetings/<uuid:pk>/history/", history.meeting, name="meeting_history"),
    path("meetings/<uuid:pk>/apart/", duplicates.take_apart, name="take_apart"),
    path("meetings/<uuid:pk>/otherwise/", otherwise.otherwise, name="meeting_otherwise"),
    path("meetings/<uuid:pk>/otherwise/off/", otherwise.call_off, name="call_off"),
    path("meetings/<uuid:pk>/otherwise/move/", otherwise.move, name="move"),
    path("meetings/<uuid:pk>/otherwise/terms/", otherwise.set_terms, name="set_terms"),
    path("venues/add/", adding.venue, name="add_venue"),
    path("venues/<uuid:pk>/", places.venue, name="venue"),
    path("venues/<uuid:pk>/close/", otherwise.close, name="close_venue"),
    path("venues/<uuid:pk>/history/", history.venue, name="venue_history"),
    path("groups/add/", adding.group, name="add_group"),
    path("groups/<uuid:pk>/", places.group, name="group"),
    path("groups/<uuid:pk>/history/", history.group, name="group_history"),
    path("programmes/", catalogue.programmes, name="programmes"),
    path("programmes/<slug:slug>/", catalogue.programme, name="programme"),
    path("programmes/<slug:slug>/check/", catalogue.check, name="check_way_in"),
    path("programmes/<slug:slug>/pause/", catalogue.pause, name="pause"),
    path("programmes/<slug:slug>/history/", history.programme, name="programme_history"),
    path("imports/", runs.runs, name="imports"),
    path("imports/start/", starting.start, name="start_import"),
    path("imports/<int:pk>/", runs.run, name="import_run"),
    path("imports/<int:pk>/mapping.toml", runs.mapping, name="import_run_mapping"),
    path("imports/<uuid:pk>/", uploads.upload, name="upload"),
    path("imports/<uuid:pk>/match/", matching.match, name="match"),
    path("imports/<uuid:pk>/words/", matching.words, name="words"),
    path("imports/<uuid:pk>/write/", matching.write, name="write_mapping"),
    path("imports/<uuid:pk>/mapping.toml", uploads.mapping, name="upload_mapping"),
    path("imports/<uuid:pk>/look/", uploads.look, name="look"),
    path("imports/<uuid:pk>/apply/", uploads.apply, name="apply_upload"),
    path("imports/<uuid:pk>/forget/", uploads.forget, name="forget_upload"),
    path("undo/<slug:kind>/<uuid:pk>/", history.undo, name="undo"),
]
