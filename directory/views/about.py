"""What we say about ourselves: our standard, where facts come from, privacy, accessibility, how to reach us."""

from django.conf import settings
from django.shortcuts import render

from directory.models import GeographyEdition, Source
from directory.standard import Point
from mutualaid.ui import urgent
from mutualaid.ui.access import public


@public
def standard(request):
    """What a programme must meet to be listed, and what the labels mean."""
    return render(request, "about/standard.html", {"points": Point.labels})


@public
def sources(request):
    """Each list, its licence and credit, when it last came; places; and the urgent numbers."""
    context = {
        "sources": Source.objects.shown_to_everyone().with_last_run().order_by("name"),
        "edition": next(iter(GeographyEdition.objects.current()), None),
        "lines": urgent.every_line(),
    }
    return render(request, "about/sources.html", context)


@public
def privacy(request):
    return render(request, "about/privacy.html", {"tiles": settings.MAP_TILES})


@public
def accessibility(request):
    return render(request, "about/accessibility.html")


@public
def contact(request):
    return render(request, "about/contact.html")
