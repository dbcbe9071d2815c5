"""Small sets of relations, of every kind that there is."""

from referrals.reports.disclosure import AtMost, Covered

SHAPES = {
    "two_apart": (AtMost(("connected",), "once"), AtMost(("told",), "seeking")),
    "chain": (AtMost(("connected",), "once"), AtMost(("once",), "introduced")),
    "sum": (AtMost(("connected", "not_asked"), "introduced"),),
    "sum_of_three": (AtMost(("connected", "not_asked", "other"), "introduced"),),
    "sum_in_a_sum": (AtMost(("rather_not", "lost"), "other"), AtMost(("other", "connected"), "introduced")),
    "two_wholes": (
        AtMost(("connected",), "once"),
        AtMost(("connected", "not_asked"), "introduced"),
        AtMost(("once",), "introduced"),
    ),
    "covered_by_one": (Covered("linked", ("by_peer",)),),
    "covered_by_two": (Covered("linked", ("by_worker", "by_peer")),),
    "covered_by_three": (Covered("linked", ("by_worker", "by_peer", "accompanied")),),
    "covered_by_one_that_is_tied": (
        Covered("linked", ("by_worker", "by_peer", "accompanied")),
        AtMost(("accompanied",), "planned"),
    ),
    "covered_in_a_chain": (
        Covered("linked", ("by_worker", "by_peer")),
        AtMost(("intensive",), "by_peer"),
        AtMost(("linked",), "chose"),
    ),
}


def cells_of(relations):
    """The cells that these relations name, in order."""
    return sorted(
        {cell for each in relations for cell in (each.whole, *(each.parts if isinstance(each, AtMost) else each.by))}
    )
