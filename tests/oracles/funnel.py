"""The limits of a funnel, slowly and obviously: every sum a loop, on the shares themselves wherever that is enough."""

import math
from statistics import NormalDist

TWO_IN_FORTY = NormalDist().inv_cdf(0.975)
TWO_IN_A_THOUSAND = NormalDist().inv_cdf(0.999)


def drawn_in(scores):
    """A tenth of them, at either end, take the value of the next."""
    many = len(scores) // 10
    by_size = sorted(range(len(scores)), key=lambda index: scores[index])
    result = list(scores)
    for index in by_size[:many]:
        result[index] = scores[by_size[many]]
    for index in by_size[len(scores) - many :]:
        result[index] = scores[by_size[len(scores) - many - 1]]
    return result


def limits(services, at, z):
    """(low, high) of a service of ``at`` people among ``services``, [(part, people)]. No rounding."""
    parts, everybody = 0, 0
    for part, people in services:
        parts += part
        everybody += people
    target = math.asin(math.sqrt(parts / everybody))
    scores = []
    for part, people in services:
        scores.append((math.asin(math.sqrt(part / people)) - target) * 2 * math.sqrt(people))
    scores = drawn_in(scores)
    total = 0.0
    for score in scores:
        total += score**2
    phi = total / len(services)
    weights, squares = 0.0, 0.0
    for _part, people in services:
        weights += 4 * people
        squares += (4 * people) ** 2
    between = 0.0
    if phi * len(services) > len(services) - 1:
        between = (phi * len(services) - (len(services) - 1)) / (weights - squares / weights)
    reach = z * math.sqrt(1 / (4 * at) + between)
    low, high = target - reach, target + reach
    return (math.sin(low) ** 2 if low > 0 else 0.0), (math.sin(high) ** 2 if high < math.pi / 2 else 1.0)
