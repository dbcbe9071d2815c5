"""Forty invented people, each a short history: what was done, how many days before the demonstration was made. Pure.

Nobody here is anybody. A story is told in the acts of the pathway, the oldest first; an
option is named by its number in the list of all of them, since no programme has a part to play.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """Something done ``days`` ago: its name, the option it is about and the rest of what was said."""

    days: int
    name: str
    option: int = 0
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One invented person of a service, in treatment since ``started`` days ago."""

    service: str
    started: int
    acts: tuple[Act, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    kind: str = "client"
    worker: str = "keyworker"


def act(days: int, name: str, option: int = 0, **said: Any) -> Act:
    return Act(days, name, option, said)


def looked(days: int, *options: int, said: str = "interested", **more: Any) -> Act:
    """Every option was looked at together; of some of them something was said."""
    return act(days, "introduce", state="looked_at", of=options, said=said, **({"been": "never"} | more))


def plan(days: int, option: int, *, ahead: int, with_whom: str = "myself", **more: Any) -> Act:
    return act(days, "plan", option, ahead=ahead, with_whom=with_whom, **({"safety": "no"} | more))


def ask(days: int, option: int, how: str, *, again: int, **more: Any) -> Act:
    return act(days, "ask", option, how=how, again=again, **more)


TOWN, WARD, WING, HOUSE = "town", "ward", "wing", "house"
SERVICES = {
    TOWN: ("Invented Town Treatment Service", "community"),
    WARD: ("Invented Inpatient Unit", "inpatient"),
    WING: ("Invented Prison Treatment Service", "prison"),
    HOUSE: ("Invented Supported Housing", "housing"),
}

STORIES: tuple[Story, ...] = (
    # Introduce: new, late, not today, would rather not, by telephone, lapsed.
    Story(TOWN, 0),
    Story(TOWN, 10, facts={"age_band": "30_44", "gender": "woman", "substances": "alcohol"}),
    Story(TOWN, 9, (act(7, "introduce", state="not_yet", not_yet="unwell", due=7),)),
    Story(TOWN, 20, (act(15, "introduce", state="rather_not", idea="ours"),)),
    Story(TOWN, 21, (looked(6, 1, 4, said="know_more", by_telephone=True),)),
    Story(TOWN, 420, (looked(400, 2),)),
    Story(TOWN, 35, (looked(30, 3, said="not_now", been="before"),)),
    # Connect: chosen, contact made with consent, a plan for tomorrow, nobody answered, what is in the way.
    Story(TOWN, 16, (looked(7, 5, 9, been="before"),), facts={"substances": "opiates", "prescribed": "yes"}),
    Story(TOWN, 14, (looked(5, 6), act(2, "contact", 6, who="together", reached="member"))),
    Story(
        TOWN,
        28,
        (
            looked(9, 7),
            act(3, "contact", 7, who="together", reached="member"),
            plan(3, 7, ahead=4, with_whom="member", words="Go once, see who’s there"),
        ),
    ),
    Story(TOWN, 13, (looked(8, 8), act(8, "contact", 8, who="person", reached="nobody"))),
    Story(TOWN, 44, (looked(40, 1), plan(3, 1, ahead=3, barriers=("travel", "nerves"), fixes=("fare", "company")))),
    # Take an interest: every way it can have gone, and every kind of not knowing.
    Story(TOWN, 60, (looked(50, 2), plan(45, 2, ahead=2), ask(40, 2, "went", again=40, and_now="keep_going"))),
    Story(
        TOWN,
        120,
        (
            looked(110, 4, been="never"),
            plan(100, 4, ahead=3, with_whom="peer"),
            ask(93, 4, "went", again=20, and_now="keep_going", got=("spoke", "welcome")),
            ask(70, 4, "went", again=14, and_now="keep_going", times="more", got=("swapped", "regular")),
            ask(8, 4, "went", again=12, and_now="keep_going", times="more", got=("job", "mentor")),
        ),
    ),
    Story(TOWN, 41, (looked(33, 5), plan(20, 5, ahead=4), ask(12, 5, "left_early", again=30, and_now="leave_it"))),
    Story(TOWN, 38, (looked(30, 6), plan(12, 6, ahead=4), ask(5, 6, "couldnt_get_in", again=3))),
    Story(TOWN, 37, (looked(30, 7), plan(10, 7, ahead=3), ask(4, 7, "wasnt_on", again=4, wasnt_on="nobody_there"))),
    Story(
        TOWN,
        36,
        (
            looked(30, 8),
            plan(14, 8, ahead=5),
            ask(6, 8, "not_this_time", again=7, in_the_way=("children",), would_help=("online_first",)),
        ),
    ),
    Story(TOWN, 52, (looked(45, 9), plan(30, 9, ahead=5), ask(20, 9, "not_asked", again=10))),
    Story(TOWN, 55, (looked(46, 10), plan(33, 10, ahead=5), ask(16, 10, "lost_touch", again=20))),
    Story(TOWN, 47, (looked(39, 11), plan(29, 11, ahead=5), ask(3, 11, "cant_recall", again=5))),
    Story(TOWN, 46, (looked(38, 12), plan(27, 12, ahead=5), ask(3, 12, "rather_not", again=18))),
    Story(TOWN, 50, (looked(44, 13), plan(26, 13, ahead=5), ask(3, 13, "went", again=4, and_now="try_another"))),
    # Two loops at once; not for me; intensive referral's touchpoints; a consent taken back.
    Story(
        TOWN,
        70,
        (
            looked(60, 1, 14),
            plan(50, 1, ahead=4),
            ask(44, 1, "went", again=50, and_now="keep_going"),
            act(10, "put_off", 14, due=38),
        ),
    ),
    Story(TOWN, 58, (looked(49, 3, said="never"), act(49, "choose", 15), plan(6, 15, ahead=6, safety="yes"))),
    Story(
        TOWN,
        62,
        (
            looked(56, 2),
            act(56, "contact", 2, who="together", reached="peer"),
            plan(56, 2, ahead=3, with_whom="peer"),
            ask(49, 2, "went", again=7, and_now="keep_going", got=("spoke",)),
            act(49, "contact", 2, who="together", reached="member"),
            plan(49, 2, ahead=4, with_whom="member"),
            ask(42, 2, "went", again=43, and_now="keep_going", times="more", got=("swapped", "mentor")),
        ),
    ),
    Story(TOWN, 24, (looked(18, 5), act(12, "contact", 5, who="worker", reached="message"), act(4, "withdraw"))),
    # Under pressure; a family member; a young person; handed over; nobody's yet.
    Story(TOWN, 31, (looked(25, 6, idea="court", been="lately"), plan(2, 6, ahead=5))),
    Story(TOWN, 22, (looked(12, 1, been="never"),), kind="someone_close", facts={"needs": ["large_print"]}),
    Story(TOWN, 19, (act(11, "introduce", state="printed"),), facts={"age_band": "under_18"}),
    Story(TOWN, 33, (looked(20, 2), act(1, "hand_over", to="colleague"))),
    # Endings: as planned, with a follow-up agreed; stopped coming and came back; moved on; custody; death.
    Story(
        TOWN,
        200,
        (
            looked(190, 3),
            plan(180, 3, ahead=4),
            ask(170, 3, "went", again=30, and_now="keep_going"),
            act(20, "consent", what="follow_up", whom="themselves", channel="telephone"),
            act(18, "end", ending="completed", way_back="given"),
        ),
    ),
    Story(TOWN, 150, (act(90, "end", ending="stopped_coming", way_back="sent"), act(6, "start_again"))),
    Story(TOWN, 90, (act(30, "end", ending="died", way_back=""),)),
    Story(TOWN, 95, (looked(80, 4), act(25, "end", ending="custody", way_back="kept"))),
    # The other settings.
    Story(WARD, 5, (looked(3, 1, 2), plan(1, 1, ahead=4, with_whom="worker")), worker="colleague"),
    Story(WARD, 2, worker="colleague"),
    Story(WING, 40, (act(30, "introduce", state="printed"), act(30, "choose", 2)), worker="colleague"),
    Story(HOUSE, 300, (looked(8, 3, 7, been="before"),), worker="colleague"),
    Story(HOUSE, 12, (act(1, "introduce", state="not_yet", not_yet="interpreter", due=6),), worker="colleague"),
)
