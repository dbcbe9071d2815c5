"""What is known of somebody who tries? A keyed hash, never an e-mail address or where they came from.

Wrong passwords are counted for an account, wherever they come from; but apart for a session that stands, and for
each address from which its owner has come in lately. So no stranger elsewhere keeps an owner out, and wherever one
tries from, no more than the limit reach the password.
"""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache

KNOWN_FOR = 30 * 24 * 60 * 60  # seconds
NOWHERE = "unknown"  # behind a socket nobody says where somebody comes from


def came_in(email, *, address):
    """With a password and a second factor: what is tried from there is counted apart, for a month."""
    if address != NOWHERE:
        cache.set(_known(email, address), True, KNOWN_FOR)


def counted_under(key, email, *, address, user, session):
    """``key`` is what allauth counts under: of one account, wherever a try comes from."""
    if user.is_authenticated and user.email.lower() == email.lower():
        return f"{key}:session:{session}"
    if address != NOWHERE and cache.get(_known(email, address)):
        return f"{key}:from:{address}"
    return key


def _known(email, address):
    return f"known:{address}:{email.lower()}"


def hidden(key, prefix, version):
    """The name under which something is counted; settings.CACHES asks for it.

    Every process has to come to the same name, so its key is the site's own. Rows go when their time is over.
    """
    told = f"{prefix}:{version}:{key}".encode("utf-8", "surrogatepass")
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()
