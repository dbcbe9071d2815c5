"""The pathway’s table: every stage has an answer, every act a use, and nothing follows the end."""

import pytest

from referrals.stages import DUE, FIRST, NEXT, OPEN, Act, NoSuchStep, Stage, after, can


def test_every_stage_has_an_answer_and_every_act_a_use():
    assert set(NEXT) == set(Stage)
    assert {act for acts in NEXT.values() for act in acts} == set(Act)


def test_nothing_follows_the_end_and_everything_can_end():
    assert not NEXT[Stage.ENDED]
    assert all(can(stage, Act.END) for stage in Stage if stage is not Stage.ENDED)


def test_not_now_and_not_for_me_can_always_be_said_and_taken_back():
    for stage in OPEN:
        assert after(stage, Act.PUT_OFF) == Stage.NOT_NOW
        assert after(stage, Act.RULE_OUT) == Stage.NEVER
    assert after(Stage.NOT_NOW, Act.CHOOSE) == after(Stage.NEVER, Act.CHOOSE) == Stage.CONNECT


def test_nobody_is_asked_how_it_went_before_anything_was_planned():
    assert [stage for stage in Stage if can(stage, Act.ASK)] == [Stage.INTEREST]


def test_nobody_asks_again_after_not_for_me():
    assert Stage.NEVER not in DUE
    assert Stage.NOT_NOW in DUE


def test_every_stage_can_be_reached_from_the_first():
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        for leads in NEXT[waiting.pop()].values():
            if leads not in reached:
                reached.add(leads)
                waiting.append(leads)
    assert reached == set(Stage)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", Act)
def test_what_the_table_does_not_name_cannot_be_done(stage, act):
    if act in NEXT[stage]:
        assert after(stage, act) == NEXT[stage][act]
    else:
        assert not can(stage, act)
        with pytest.raises(NoSuchStep, match="cannot be done from here"):
            after(stage, act)
