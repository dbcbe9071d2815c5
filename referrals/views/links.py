"""Where does a button lead? Nowhere, while the page it names is not there."""

from django.urls import NoReverseMatch, reverse


def address(name, *args):
    """The address of one of our pages by its name; empty where there is none of that name."""
    try:
        return reverse(f"referrals:{name}", args=args)
    except NoReverseMatch:
        return ""
