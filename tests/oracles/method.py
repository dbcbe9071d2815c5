"""A slow and obvious account of the ways to a group, written from docs/reference/methods.md and not from the code."""

from itertools import combinations


def ways(called, meant, heard):
    """The ways, told act by act; each argument as ``referrals.method.methods`` takes it."""
    found = set()
    for call in called:
        if call.who == "person":
            continue  # they did it themselves: nobody linked them
        if call.reached == "helpline":
            found.add("worker_link")
        if call.reached in ("member", "peer"):
            found.add("peer_link")
    for review in heard:
        there = review.how == "went" or review.how == "left_early"
        if there and review.with_whom in ("someone_i_know", "member", "peer", "worker"):
            found.add("accompanied")
    answered = sorted({review.on for review in heard if review.how not in ("not_asked", "lost_touch")})
    for call in called:
        in_the_session = call.who == "together" and call.reached in ("member", "peer")
        if not in_the_session or call.on not in [plan.on for plan in meant]:
            continue
        for second, third in combinations(answered, 2):
            if call.on < second < third and (third - call.on).days <= 42:
                found.add("intensive")
    return found or {"information"}
