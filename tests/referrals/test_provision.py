"""The sentence that a page begins with is true of its numbers, at none, one and several."""

import pytest

from directory.coverage import Days, Part
from referrals.provision import WHEN, finding

WHENEVER = "at any time of the week"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], "We hold no postcodes of this area, so we can say nothing of distances."),
        ([0], f"We know of no group in person within “further” reach of its one sector {WHENEVER}."),
        ([0, 0], f"We know of no group in person within “further” reach of any of its 2 sectors {WHENEVER}."),
        ([1], f"Its one sector has 1 kind of group within “further” reach {WHENEVER}."),
        ([4], f"Its one sector has 4 kinds of group within “further” reach {WHENEVER}."),
        ([1, 1], f"Each of its 2 sectors has 1 kind of group within “further” reach {WHENEVER}."),
        ([1, 2], f"Its 2 sectors have from 1 to 2 kinds of group within “further” reach {WHENEVER}."),
        (
            [0, 1, 0],
            f"Its 3 sectors have up to 1 kind of group within “further” reach {WHENEVER}; "
            "for 2 of them we know of none.",
        ),
    ],
)
def test_the_finding(numbers, said):
    assert finding(numbers, WHENEVER) == said


def test_every_part_of_the_week_has_its_words():
    assert set(WHEN) == {(days, part) for days in Days for part in Part}
    assert len({str(said) for said in WHEN.values()}) == len(WHEN)
