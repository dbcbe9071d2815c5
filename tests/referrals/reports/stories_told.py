"""What somebody tells of their visits, and in which figures they are then counted."""

from tests.referrals.reports.somebody import Somebody, went_once

# {measure: [(what happened, told day by day, the cells with them in it)]}
TOLD = {
    "once": [
        ("went", lambda: went_once(), {"once"}),
        ("left early", lambda: Somebody().offered().plans_for(7).says("left_early", 7), {"once"}),
        ("not this time", lambda: Somebody().offered().plans_for(7).says("not_this_time", 7), set()),
        ("on day 111", lambda: Somebody().offered().plans_for(111).says("went", 111), {"once"}),
        ("on day 112", lambda: Somebody().offered().plans_for(112).says("went", 112), set()),
        (
            "on day 111, and told three weeks later",
            lambda: Somebody().offered().plans_for(111).says("went", 111, told=133),
            {"once"},
        ),
        (
            "told after we looked",
            lambda: Somebody().offered().plans_for(111).says("went", 111, told=193),
            set(),
        ),
        (
            "to a group run by staff",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run"),
            set(),
        ),
        (
            "in prison, before they were out",
            lambda: Somebody("prison").offered().plans_for(7).says("went", 7).leaves("completed", 7),
            {"once"},
        ),
        (
            "in prison, the day after they were out: that is the other clock’s",
            lambda: Somebody("prison").offered().plans_for(8).says("went", 8).leaves("completed", 7),
            set(),
        ),
    ],
    "connected": [
        ("once, and nobody asked again", went_once, {"once"}),
        (
            "more than once since we last asked",
            lambda: Somebody().offered().plans_for(7).says("went", 7, times="more"),
            {"once", "connected"},
        ),
        (
            "two visits",
            lambda: went_once().plans_for(14).says("went", 14),
            {"once", "connected"},
        ),
        ("one visit, asked about twice", lambda: went_once().says("went", 7, told=9), {"once"}),
        ("two visits without a plan", lambda: went_once().says("went", 20, of_the_plan=False), {"once", "connected"}),
        ("once, then lost touch", lambda: went_once().says("lost_touch", 20), {"once"}),
        ("once, then not again", lambda: went_once().says("not_this_time", 20), {"once"}),
        (
            "once, and leaves it for now",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="leave_it"),
            {"once"},
        ),
        ("never asked", lambda: Somebody().offered().wants(), set()),
        (
            "once to a peer-led one, once to one run by staff",
            lambda: went_once().says("went", 14, "staff", kind="service_run", of_the_plan=False),
            {"once"},
        ),
    ],
    "keep_going": [
        (
            "wants to keep going",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="keep_going"),
            {"keep_going"},
        ),
        (
            "wanted to, and then another",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("went", 7, and_now="keep_going")
                .says("went", 14, and_now="try_another")
            ),
            set(),
        ),
        (
            "what is said later of a recovery community takes nothing away",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("went", 7, and_now="keep_going")
                .says("went", 9, "community", kind="recovery_community", of_the_plan=False, and_now="try_another")
            ),
            {"keep_going"},
        ),
        (
            "has not been, and means to",
            lambda: Somebody().offered().plans_for(7).says("wasnt_on", 7, and_now="keep_going"),
            set(),
        ),
    ],
    "still": [
        ("most times it meets", lambda: went_once().says("went", 84, still="most"), {"once", "still"}),
        (
            "sometimes, and not this week",
            lambda: went_once().says("not_this_time", 84, still="sometimes"),
            {"once", "still"},
        ),
        ("stopped", lambda: went_once().says("not_this_time", 84, still="stopped"), {"once", "stopped"}),
        (
            "stopped, and had only ever been to one run by staff",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run", still="stopped"),
            set(),
        ),
        ("would rather not say", lambda: went_once().says("went", 84, still="rather_not"), {"once"}),
        ("nobody asked", went_once, {"once"}),
        ("lost touch, so nobody could", lambda: went_once().says("lost_touch", 60), {"once"}),
        (
            "leaves it for now, and nothing since",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="leave_it"),
            {"once"},
        ),
        (
            "sometimes, and three weeks later stopped",
            lambda: went_once().says("went", 84, still="sometimes").says("not_this_time", 105, still="stopped"),
            {"once", "stopped"},
        ),
        (
            "asked after the sixteen weeks, of a visit within them",
            lambda: went_once().says("went", 100, told=113, still="most"),
            {"once"},
        ),
        (
            "goes most times to a group run by staff",
            lambda: went_once().says("went", 84, "staff", kind="service_run", of_the_plan=False, still="most"),
            {"once"},
        ),
    ],
    "involved": [
        ("swapped numbers", lambda: Somebody().offered().plans_for(7).says("went", 7, got=["swapped"]), {"involved"}),
        ("felt welcome", lambda: Somebody().offered().plans_for(7).says("went", 7, got=["welcome", "tool"]), set()),
        (
            "a job to do at a recovery community",
            lambda: went_once().says("went", 9, "community", kind="recovery_community", got=["job"]),
            set(),
        ),
    ],
    "two_programmes": [
        (
            "one of each of two programmes",
            lambda: went_once().plans_for(14, "tools").says("went", 14, "tools"),
            {"two_programmes"},
        ),
        ("two of one programme", lambda: went_once().plans_for(14).says("went", 14), set()),
    ],
    "community": [
        (
            "a recovery community",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="recovery_community"),
            {"community"},
        ),
        (
            "allied peer support",
            lambda: Somebody().offered().plans_for(7).says("left_early", 7, kind="allied_peer_support"),
            {"community"},
        ),
        ("a peer-led meeting", went_once, {"once"}),
    ],
    "not_known": [
        ("shown, and no visit planned", lambda: Somebody().offered(), set()),
        ("planned, nobody asked", lambda: Somebody().offered().plans_for(7), {"planned", "once_not_asked"}),
        (
            "lost touch",
            lambda: Somebody().offered().plans_for(7).says("lost_touch", 9),
            {"planned", "once_lost_touch"},
        ),
        (
            "would rather not say",
            lambda: Somebody().offered().plans_for(7).says("rather_not", 9),
            {"planned", "once_rather_not"},
        ),
        (
            "cannot recall",
            lambda: Somebody().offered().plans_for(7).says("cant_recall", 9),
            {"planned", "once_cant_recall"},
        ),
        ("went, then lost touch: that is known", lambda: went_once().says("lost_touch", 20), {"planned", "once"}),
        ("would rather not look", lambda: Somebody().offered("rather_not"), set()),
        ("ruled out all that came up", lambda: Somebody().offered().not_for_me().not_for_me("tools"), set()),
        (
            "ruled out one and put off another",
            lambda: Somebody().offered().not_for_me().not_now("tools"),
            set(),
        ),
        ("chose one, and ruled it out", lambda: Somebody().offered().wants().not_for_me(), set()),
        (
            "planned a visit, and ruled the option out: of that nobody was asked",
            lambda: Somebody().offered().plans_for(7).not_for_me(day=9),
            {"planned", "once_not_asked"},
        ),
        (
            "planned a visit, and would rather not look at others",
            lambda: Somebody().offered().plans_for(7).offered("rather_not", day=9),
            {"planned", "once_not_asked"},
        ),
        (
            "planned a visit, and did not go",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7),
            {"planned"},
        ),
        (
            "planned too late to be asked in time",
            lambda: Somebody().offered().plans_for(120, made=112).says("not_asked", 120),
            set(),
        ),
        (
            "one run by staff, and of the peer-led one nobody asked",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("not_asked", 7)
                .says("went", 9, "staff", kind="service_run", of_the_plan=False)
            ),
            {"planned", "once_not_asked"},
        ),
        (
            "one run by staff, and nothing else came up",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run"),
            {"planned"},
        ),
    ],
    "ways": [
        (
            "travel and nerves",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["travel", "nerves"]),
            {"in_the_way", "way_travel", "way_nerves"},
        ),
        (
            "it was not on",
            lambda: Somebody().offered().plans_for(7).says("wasnt_on", 7),
            {"in_the_way", "way_wasnt_on"},
        ),
        (
            "did not say what",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["not_said"]),
            set(),
        ),
    ],
    "couldnt_reach": [
        (
            "could not get in online",
            lambda: Somebody().offered().plans_for(7).says("couldnt_get_in", 7),
            {"in_the_way", "way_couldnt_get_in"},
        ),
        (
            "steps at the door",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["access"]),
            {"in_the_way", "way_access"},
        ),
        (
            "did not fancy it",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["didnt_fancy"]),
            {"in_the_way"},
        ),
    ],
}
