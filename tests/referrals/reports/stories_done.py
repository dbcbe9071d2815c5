"""What a service does for somebody, and in which figures they are then counted."""

from tests.referrals.reports.somebody import AFTER_MIDNIGHT, BEFORE_MIDNIGHT, Somebody

# {measure: [(what happened, told day by day, the cells with them in it)]}
DONE = {
    "introduced": [
        ("shown every option on the first day", lambda: Somebody().offered(), {"introduced"}),
        ("not today, and that is a first time too", lambda: Somebody().offered("not_yet"), {"introduced"}),
        ("in treatment, and nobody has brought it up", lambda: Somebody(), set()),
        ("brought up a day before the quarter", lambda: Somebody().offered(day=-12), set()),
        ("on the last day of the quarter", lambda: Somebody().offered(day=78), {"introduced"}),
        ("on the first day of the next", lambda: Somebody().offered(day=79), set()),
        (
            "in an earlier time in treatment, and now again for the first time in this one",
            lambda: Somebody().offered(day=-60).leaves("completed", -30).comes_back(-5).offered(),
            {"introduced"},
        ),
    ],
    "already_going": [
        ("had been last week", lambda: Somebody().offered(already=True), {"already_going"}),
        ("had never been", lambda: Somebody().offered(), {"introduced"}),
        ("goes, and went again", lambda: Somebody().offered(already=True).says("went", 9), {"already_going"}),
    ],
    "left": [
        ("died on day 111", lambda: Somebody().offered().leaves("died", 111), {"left"}),
        ("moved to another service", lambda: Somebody().offered().leaves("transfer", 20), {"left"}),
        ("taken into custody", lambda: Somebody().offered().leaves("custody", 20), {"left"}),
        ("when all sixteen weeks were over", lambda: Somebody().offered().leaves("custody", 112), {"introduced"}),
        ("completed as planned", lambda: Somebody().offered().leaves("completed", 20), {"introduced"}),
        (
            "moved on from a ward, where a new clock starts",
            lambda: Somebody("inpatient").offered().leaves("transfer", 9),
            {"introduced"},
        ),
    ],
    "informed": [
        ("looked at together", lambda: Somebody().offered(), {"introduced", "informed"}),
        ("printed", lambda: Somebody().offered("printed"), {"introduced", "informed"}),
        ("not today", lambda: Somebody().offered("not_yet"), {"introduced"}),
        ("not today, then shown", lambda: Somebody().offered("not_yet").offered(day=9), {"introduced", "informed"}),
        ("would rather not", lambda: Somebody().offered("rather_not"), {"introduced", "would_rather_not"}),
        (
            "would rather not, then sent",
            lambda: Somebody().offered("rather_not").offered("sent", day=50),
            {"introduced", "informed"},
        ),
        (
            "shown at half past eleven in the last evening",
            lambda: Somebody().offered("not_yet").offered(day=111, clock=BEFORE_MIDNIGHT),
            {"introduced", "informed"},
        ),
        (
            "shown half an hour after midnight in London, when it is still the day before in UTC",
            lambda: Somebody().offered("not_yet").offered(day=111, clock=AFTER_MIDNIGHT),
            {"introduced"},
        ),
    ],
    "chose": [
        ("wants to try one", lambda: Somebody().offered().wants(), {"chose"}),
        ("says not now of one", lambda: Somebody().offered().not_now(), {"chose"}),
        ("says not for me of one", lambda: Somebody().offered().not_for_me(), {"chose"}),
        ("was told more of one", lambda: Somebody().offered().told_more(), set()),
        ("chose too late", lambda: Somebody().offered().wants(day=112), set()),
    ],
    "planned": [
        ("planned a visit", lambda: Somebody().offered().plans_for(7), {"planned"}),
        ("wants to, and planned nothing", lambda: Somebody().offered().wants(), set()),
        ("planned it on day 112", lambda: Somebody().offered().plans_for(120, made=112), set()),
    ],
    "linked": [
        (
            "the worker rang the helpline",
            lambda: Somebody().offered().rang("worker", "helpline"),
            {"linked", "by_worker"},
        ),
        ("rang a member together", lambda: Somebody().offered().rang("together", "member"), {"linked", "by_peer"}),
        ("rang by themselves", lambda: Somebody().offered().rang("person", "member"), set()),
        ("left a message", lambda: Somebody().offered().rang("worker", "message"), set()),
        (
            "went with a peer",
            lambda: Somebody().offered().plans_for(7, with_whom="peer").says("went", 7),
            {"linked", "accompanied"},
        ),
        (
            "was to go with a peer, and did not",
            lambda: Somebody().offered().plans_for(7, with_whom="peer").says("not_this_time", 7),
            set(),
        ),
        (
            "rang together and planned on one day, asked twice within six weeks",
            lambda: Somebody().offered().rang("together", "member").plans_for(7).says("went", 8).says("rather_not", 42),
            {"linked", "by_peer", "intensive"},
        ),
        (
            "the same, asked the second time on day 43",
            lambda: Somebody().offered().rang("together", "member").plans_for(7).says("went", 8).says("rather_not", 43),
            {"linked", "by_peer"},
        ),
    ],
    "qs11": [
        (
            "told and planned with",
            lambda: Somebody(substances="alcohol", age_band="30_44").offered().plans_for(7),
            {"alcohol", "alcohol_told", "alcohol_supported"},
        ),
        (
            "told, rung for, and no visit planned",
            lambda: Somebody(substances="drugs_and_alcohol").offered().rang("worker", "helpline"),
            {"alcohol", "alcohol_told"},
        ),
        ("told", lambda: Somebody(substances="alcohol").offered(), {"alcohol", "alcohol_told"}),
        (
            "planned with, and not told of every option",
            lambda: Somebody(substances="alcohol").offered("not_yet").plans_for(7),
            {"alcohol"},
        ),
        ("under 18", lambda: Somebody(substances="alcohol", age_band="under_18").offered(), set()),
        ("opiates", lambda: Somebody(substances="opiates").offered().plans_for(7), set()),
    ],
    "families": [
        (
            "two kinds were talked about, one of them interested",
            lambda: Somebody().offered(talked_about=["twelve_step", "tools"], interested=["tools"]),
            {"talked_twelve_step", "talked_tools", "wanted_tools"},
        ),
        ("chose one that they had not marked", lambda: Somebody().offered().wants("tools"), set()),
        (
            "marked one after the sixteen weeks",
            lambda: Somebody().offered().offered(day=112, interested=["tools"]),
            set(),
        ),
        ("nothing was talked about", lambda: Somebody().offered(), set()),
    ],
}
