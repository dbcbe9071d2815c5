"""What is known of somebody who tries? A keyed hash, never an e-mail address or where they came from."""

import hashlib
import hmac

from django.conf import settings


def hidden(key, prefix, version):
    """The name under which something is counted; settings.CACHES asks for it.

    Every process has to come to the same name, so its key is the site's own. Rows go when their time is over.
    """
    told = f"{prefix}:{version}:{key}".encode("utf-8", "surrogatepass")
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()
