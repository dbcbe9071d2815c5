"""What every page knows about the site."""

from django.conf import settings


def site(request):
    return {"demo": settings.DEMO, "leave_url": settings.LEAVE_URL}
