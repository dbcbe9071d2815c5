"""How are a second factor's secret and the seed of the recovery codes kept, and a code used but once?"""

import base64

import qrcode
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django.core.cache import cache
from qrcode.constants import ERROR_CORRECT_M

from mutualaid.sealing import seals
from mutualaid.sealing.rotation import Kept
from mutualaid.sealing.seals import Place

SEALED = ("secret", "seed")  # in the data of an authenticator
LONGER_THAN_A_CODE_IS_GOOD = 5 * 60  # seconds


def seal(text, *, whose):
    return _text(seals.seal(text, bound_to=_place(whose.pk)))


def unseal(sealed, *, whose):
    """Raises CannotOpen where it was altered, or belongs to somebody else."""
    return seals.unseal(_bytes(sealed), bound_to=_place(whose.pk))


def fresh_secret(request):
    """One to set a second factor up with. It waits in the session, sealed as well."""
    secret = generate_totp_secret()
    request.session[SECRET_SESSION_KEY] = seal(secret, whose=request.user)
    return secret


def waiting_secret(request):
    """The one that was shown; a fresh one where none was, or it does not open."""
    try:
        return unseal(request.session[SECRET_SESSION_KEY], whose=request.user)
    except (KeyError, seals.CannotOpen):
        return fresh_secret(request)


def is_first_use(user, code):
    """allauth takes a code again once half a minute has gone, while the one before and after are good too."""
    return cache.add(f"code:{user.pk}:{normalize_user_code(code)}", True, LONGER_THAN_A_CODE_IS_GOOD)


def in_groups(secret):
    """As it is typed: four letters at a time."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def drawn(address):
    """The picture of an address: how many squares wide, and the outline of the dark ones."""
    picture = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    picture.add_data(address)
    squares = picture.get_matrix()
    dark = ((x, y) for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark)
    return {"width": len(squares), "outline": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}


def kept():
    """For the rotation of keys: allauth's table is not one of ours."""
    return Kept(Authenticator, ("user_id", "data"), _renewed)


def _renewed(row):
    data, place = dict(row["data"]), _place(row["user_id"])
    for name in SEALED:
        if name in data and not seals.is_newest(held := _bytes(data[name])):
            data[name] = _text(seals.seal(seals.unseal(held, bound_to=place), bound_to=place))
    return {"data": data} if data != row["data"] else {}


def _place(key):
    """Bound to whose it is: the row has no key of its own yet when allauth seals what goes into it."""
    return Place(Authenticator._meta.db_table, "data", str(key))


def _text(sealed):
    return base64.b64encode(sealed).decode()


def _bytes(text):
    """Anything that is not base64 opens no more than what was altered."""
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""
