"""What a walk finds, and what one programme is made to say."""

from dataclasses import replace

from directory.parity_check import check

PLACES = 9
AND_WHERE_THEY_MEET = 25  # those go to Manchester too


def found(now, places=PLACES):
    return check(places=places, now=now)


def clauses(now, places=PLACES):
    """{clause: its sentences}, of the violations that a walk finds."""
    told = {}
    for one in found(now, places).violations:
        told.setdefault(one.clause, []).append(one.sentence)
    return told


def first_of(options, changed):
    """``options`` with the first of its groups changed."""
    return replace(options, groups=(replace(options.groups[0], **changed), *options.groups[1:]))


def say(programme, **words):
    """Have it say something else; the others keep theirs."""
    programme.text = {"en": programme.text["en"] | words}
    programme.save()
