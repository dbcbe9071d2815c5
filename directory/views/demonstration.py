"""What must the demonstration's notice say: are any of its meetings real?"""

from django.conf import settings

from directory import following


def notice(request):
    """Context processor: ``real_meetings`` where a real list was imported into the demonstration."""
    if not settings.DEMO:
        return {}
    try:
        return {"real_meetings": following.directory().holds_real}
    except following.UNREACHABLE:
        return {}
