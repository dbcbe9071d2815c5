"""The directory's public addresses. No coordinate and no full postcode is ever in one."""

from django.urls import path

from directory.views import about, calendars, finding, maps, meetings, programmes, sheet

app_name = "directory"

urlpatterns = [
    path("", finding.home, name="home"),
    path("towns/", finding.suggestions, name="suggestions"),
    path("near/<slug:cell>/", finding.options, name="options"),
    path("near/<slug:cell>/meetings/", finding.meetings, name="meetings"),
    path("near/<slug:cell>/calendar/", calendars.several, name="several_in_a_calendar"),
    path("near/<slug:cell>/map/", maps.near, name="map"),
    path("near/<slug:cell>/map.json", maps.data, name="map_data"),
    path("near/<slug:cell>/sheet/", sheet.sheet, name="sheet"),
    path("near/<slug:cell>/sheet.pdf", sheet.sheet_pdf, name="sheet_pdf"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>.ics", meetings.calendar, name="calendar"),
    path("about/standard/", about.standard, name="standard"),
    path("about/sources/", about.sources, name="sources"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/contact/", about.contact, name="contact"),
]
