"""The one address of a page, without whatever somebody hung on to it (utm_source and the like)."""


def address(request):
    """Context processor: ``canonical`` is the path alone, unless a view says what else belongs to it."""
    return {"canonical": request.path}
