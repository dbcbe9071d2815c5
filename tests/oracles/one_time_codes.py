"""A second factor's code as RFC 6238 says it, from the standard library alone."""

import base64
import hashlib
import hmac
import struct


def code_at(secret, moment, digits=6, step=30):
    counter = struct.pack(">Q", int(moment) // step)
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
