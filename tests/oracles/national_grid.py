"""The other way and by other means: latitude and longitude to a grid reference, one point at a time.

Krüger's series to the fourth power of n (not the survey's Redfearn terms), and the
Helmert shift undone by solving its three equations (not by negating its parameters).
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Datum:
    a: float
    b: float
    f0: float
    lat0: float
    lon0: float
    e0: float
    n0: float
    shift: tuple


AIRY = Datum(
    6377563.396, 6356256.909, 0.9996012717, 49.0, -2.0, 400000.0, -100000.0,
    (446.448, -125.157, 542.060, 0.1502, 0.2470, 0.8421, -20.4894),
)  # fmt: skip
AIRY_MODIFIED = Datum(
    6377340.189, 6356034.447, 1.000035, 53.5, -8.0, 200000.0, 250000.0,
    (482.530, -130.596, 564.557, -1.042, -0.214, -0.631, 8.15),
)  # fmt: skip
WGS_A, WGS_B = 6378137.0, 6356752.314245


def reference(datum, lat, lon):
    """Easting and northing in metres of a WGS84 point at height nought."""
    x, y, z = _unshift(datum.shift, *_cartesian(WGS_A, WGS_B, math.radians(lat), math.radians(lon)))
    return _project(datum, *_geodetic(datum.a, datum.b, x, y, z))


def _cartesian(a, b, lat, lon):
    e2 = 1 - b * b / (a * a)
    nu = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    return nu * math.cos(lat) * math.cos(lon), nu * math.cos(lat) * math.sin(lon), nu * (1 - e2) * math.sin(lat)


def _geodetic(a, b, x, y, z):
    """Bowring's formula."""
    e2, second = 1 - b * b / (a * a), a * a / (b * b) - 1
    p = math.hypot(x, y)
    theta = math.atan2(z * a, p * b)
    lat = math.atan2(z + second * b * math.sin(theta) ** 3, p - e2 * a * math.cos(theta) ** 3)
    return lat, math.atan2(y, x)


def _unshift(shift, x, y, z):
    """Solve M p = q - t by Cramer's rule."""
    tx, ty, tz, *angles, ppm = shift
    rx, ry, rz = (math.radians(angle / 3600) for angle in angles)
    s = 1 + ppm / 1e6
    m = [[s, -rz, ry], [rz, s, -rx], [-ry, rx, s]]
    q = [x - tx, y - ty, z - tz]
    whole = _determinant(m)
    return [_determinant([[q[r] if c == column else m[r][c] for c in range(3)] for r in range(3)]) / whole
            for column in range(3)]  # fmt: skip


def _determinant(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _project(datum, lat, lon):
    e = math.sqrt(1 - (datum.b / datum.a) ** 2)
    n = (datum.a - datum.b) / (datum.a + datum.b)
    radius = datum.a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alphas = [
        n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
        13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
        61 / 240 * n**3 - 103 / 140 * n**4,
        49561 / 161280 * n**4,
    ]
    xi, eta = _conformal(e, lat, lon - math.radians(datum.lon0))
    origin, _ = _conformal(e, math.radians(datum.lat0), 0.0)
    north = _summed(alphas, xi, eta)[0] - _summed(alphas, origin, 0.0)[0]
    east = _summed(alphas, xi, eta)[1]
    return datum.e0 + datum.f0 * radius * east, datum.n0 + datum.f0 * radius * north


def _conformal(e, lat, lon):
    sine = math.sin(lat)
    t = math.sinh(math.atanh(sine) - e * math.atanh(e * sine))
    return math.atan2(t, math.cos(lon)), math.asinh(math.sin(lon) / math.hypot(t, math.cos(lon)))


def _summed(alphas, xi, eta):
    turns = list(enumerate(alphas, start=1))
    return (
        xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in turns),
        eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in turns),
    )
