"""The class of every programme, as a grid to look up: who runs it and whether it is free, by the worst of the rest."""

GRID = """
run_by                 free     | all yes             some unknown          some no
members                yes      | mutual_aid          mutual_aid_unchecked  allied_peer_support
members                unknown  | mutual_aid_unchecked mutual_aid_unchecked allied_peer_support
members                no       | not_within_standard not_within_standard   not_within_standard
recovery_organisation  yes      | recovery_community  recovery_community    recovery_community
recovery_organisation  unknown  | recovery_community  recovery_community    recovery_community
recovery_organisation  no       | not_within_standard not_within_standard   not_within_standard
service                yes      | service_run         service_run           service_run
service                unknown  | service_run         service_run           service_run
service                no       | not_within_standard not_within_standard   not_within_standard
company                yes      | not_within_standard not_within_standard   not_within_standard
company                unknown  | not_within_standard not_within_standard   not_within_standard
company                no       | not_within_standard not_within_standard   not_within_standard
"""
WORST = {"yes": 0, "unknown": 1, "no": 2}


def rows():
    """{(run_by, free): (class if the other four are all yes, if some is unknown, if some is no)}"""
    lines = [line.replace("|", " ").split() for line in GRID.strip().splitlines()[1:]]
    return {(run_by, free): tuple(classes) for run_by, free, *classes in lines}


def kind(tests, run_by):
    *others, free = tests
    return rows()[run_by, free][max(WORST[answer] for answer in others)]
