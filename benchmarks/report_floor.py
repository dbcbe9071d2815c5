"""The least that the figures of one area and quarter can cost: one aggregate, by unit, in one statement.

It is written apart from ``referrals.reports.statements`` and knows nothing of single workers or services, of what
was talked about (which has a statement of its own there), of numbers in treatment, or of how counts are
protected and kept. Of everything else it gives the same numbers: ``bin/bench`` compares them before it measures.
"""

from __future__ import annotations

from django.db import connection

from referrals.reports.measures import (
    BESIDE,
    CLOSED,
    FOR_ALCOHOL,
    INVOLVED,
    NOT_KNOWN,
    PEER_LED,
    WAYS,
    once,
    way,
)
from referrals.reports.periods import Quarter

SQLITE = connection.vendor == "sqlite"


def _words(values) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _plus(day: str, days: int) -> str:
    return f"date({day}, '+{days} days')" if SQLITE else f"({day} + {days})"


def _day(moment: str) -> str:
    if SQLITE:
        return f"django_datetime_cast_date({moment}, 'Europe/London', 'UTC')"
    return f"({moment} AT TIME ZONE 'Europe/London')::date"


def _begins(day: str) -> str:
    if SQLITE:
        before = f"date({day}, '-1 day') || ' 23:00:00'"
        return f"CASE WHEN {_day(before)} = {day} THEN {before} ELSE {day} END"
    return f"(({day})::timestamp AT TIME ZONE 'Europe/London')"


def _some(condition: str, name: str) -> str:
    return f"MAX(CASE WHEN {condition} THEN 1 ELSE 0 END) AS {name}"


def _holds(column: str, word: str) -> str:
    return f"CAST({column} AS text) LIKE '%%\"{word}\"%%'"


UNTIL, OUT = _plus("e.introduced_on", 112), _plus("e.ended_on", 112)
PEER = f"v.meeting_kind IN {_words(PEER_LED)}"
WENT = "v.how IN ('went', 'left_early')"
ANSWERED = f"(v.still <> '' AND {PEER} AND v.asked_at < v.until)"
INTENSIVE = f"""k.who = 'together' AND k.reached IN ('member', 'peer')
    AND EXISTS (SELECT 1 FROM referrals_plan n WHERE n.referral_id = l.loop AND {_day("n.made_at")} = {_day("k.at")})
    AND (SELECT COUNT(DISTINCT {_day("w.asked_at")}) FROM referrals_review w WHERE w.referral_id = l.loop
        AND w.how NOT IN ('not_asked', 'lost_touch') AND {_day("w.asked_at")} > {_day("k.at")}
        AND {_day("w.asked_at")} <= {_plus(_day("k.at"), 42)} AND w.asked_at < l.until) >= 2"""
# {cell: when somebody is in it}, of those who did not go already and have not left.
CELLS = {
    "introduced": "1 = 1",
    "informed": "o.informed = 1",
    "would_rather_not": "o.informed = 0 AND o.rather_not = 1",
    "chose": "s.chose = 1",
    "planned": "n.planned = 1",
    "linked": "k.by_worker = 1 OR k.by_peer = 1 OR v.accompanied = 1",
    "accompanied": "v.accompanied = 1",
    "by_peer": "k.by_peer = 1",
    "by_worker": "k.by_worker = 1",
    "intensive": "k.intensive = 1",
    "once": "v.visits > 0",
    once("not_asked"): "COALESCE(v.visits, 0) = 0 AND (v.last_how = 'not_asked' OR v.id IS NULL AND n.planned = 1)",
    **{once(kind): f"v.visits = 0 AND v.last_how = '{kind}'" for kind in NOT_KNOWN if kind != "not_asked"},
    "connected": "v.visits > 1 OR v.more = 1",
    "keep_going": "v.visits > 0 AND v.last_and_now = 'keep_going'",
    "two_programmes": "v.programmes > 1",
    "still": "v.visits > 0 AND v.still IN ('most', 'sometimes')",
    "stopped": "v.visits > 0 AND v.still = 'stopped'",
    "involved": "v.visits > 0 AND v.involved = 1",
    "community": "v.community = 1",
    "alcohol": "c.for_alcohol = 1",
    "alcohol_told": "c.for_alcohol = 1 AND o.informed = 1",
    "alcohol_supported": "c.for_alcohol = 1 AND o.informed = 1 AND n.planned = 1",
    "in_the_way": "v.in_the_way = 1",
    **{way(barrier): f"v.way_{barrier} = 1" for barrier in (*WAYS, "couldnt_get_in", "wasnt_on")},
}


def statement() -> str:
    """(service, setting, phase, kind, going already, left, every one of CELLS) of each unit, for ``values``."""
    closed = _words(CLOSED)
    each = f"""SELECT e.id, e.service_id, e.setting, p.kind, CASE WHEN e.already_going THEN 1 ELSE 0 END AS already,
        CASE WHEN p.substances IN {_words(FOR_ALCOHOL)} AND p.age_band <> 'under_18' THEN 1 ELSE 0 END AS for_alcohol"""
    source = "FROM referrals_episode e JOIN referrals_person p ON p.id = e.person_id WHERE e.area = %s"
    ways = ", ".join(_some(_holds("v.in_the_way", barrier), f"way_{barrier}") for barrier in WAYS)
    in_the_way = " OR ".join(
        [*(_holds("v.in_the_way", barrier) for barrier in WAYS), "v.how IN ('couldnt_get_in', 'wasnt_on')"]
    )
    involved = " OR ".join(_holds("v.got", what) for what in INVOLVED)
    cells = ", ".join(
        f"SUM(CASE WHEN c.already = 0 AND c.gone = 0 AND ({when}) THEN 1 ELSE 0 END)" for when in CELLS.values()
    )
    return f"""WITH c AS MATERIALIZED (
        {each}, 'here' AS phase, CASE WHEN e.ended_on < {UNTIL} AND (e.ending IN ('died', 'custody')
                OR (e.ending = 'transfer' AND e.setting NOT IN {closed})) THEN 1 ELSE 0 END AS gone,
            e.introduced_on AS visits_from, CASE WHEN e.setting IN {closed} AND e.ended_on < {UNTIL}
                THEN {_plus("e.ended_on", 1)} ELSE {UNTIL} END AS visits_before, {_begins(UNTIL)} AS until
        {source} AND e.introduced_on >= %s AND e.introduced_on < %s
        UNION ALL {each}, 'after', 0, {_plus("e.ended_on", 1)}, {OUT}, {_begins(OUT)}
        {source} AND e.ended_on >= %s AND e.ended_on < %s AND e.introduced_on IS NOT NULL
            AND e.setting IN {closed} AND e.ending NOT IN ('died', 'custody')
    ), l AS MATERIALIZED (
        SELECT c.id, c.phase, c.until, c.visits_from, c.visits_before, r.id AS loop, r.programme_id
        FROM c CROSS JOIN referrals_referral r WHERE r.episode_id = c.id
    ), o AS MATERIALIZED (
        SELECT c.id, c.phase, {_some("o.state NOT IN ('rather_not', 'not_yet')", "informed")},
            {_some("o.state = 'rather_not'", "rather_not")}
        FROM c CROSS JOIN referrals_offer o WHERE o.episode_id = c.id AND o.made_at < c.until GROUP BY c.id, c.phase
    ), s AS MATERIALIZED (
        SELECT l.id, l.phase, {_some("s.act IN ('choose', 'put_off', 'rule_out')", "chose")}
        FROM l CROSS JOIN referrals_step s WHERE s.referral_id = l.loop AND s.at < l.until
        GROUP BY l.id, l.phase
    ), k AS MATERIALIZED (
        SELECT l.id, l.phase, {_some("k.who <> 'person' AND k.reached = 'helpline'", "by_worker")},
            {_some("k.who <> 'person' AND k.reached IN ('member', 'peer')", "by_peer")}, {_some(INTENSIVE, "intensive")}
        FROM l CROSS JOIN referrals_contact k WHERE k.referral_id = l.loop AND k.at < l.until
        GROUP BY l.id, l.phase
    ), n AS MATERIALIZED (
        SELECT l.id, l.phase, 1 AS planned FROM l CROSS JOIN referrals_plan n WHERE n.referral_id = l.loop
            AND n.made_at < l.until GROUP BY l.id, l.phase
    ), w AS MATERIALIZED (
        SELECT l.id, l.phase, l.until, l.programme_id, v.id AS review, v.plan_id, v.how, v.times, v.and_now, v.still,
            v.got, v.in_the_way, v.meeting_kind, v.asked_at
        FROM l CROSS JOIN referrals_review v
        WHERE v.referral_id = l.loop AND v.visit_on >= l.visits_from AND v.visit_on < l.visits_before
    ), told AS (
        SELECT v.id, v.phase, v.programme_id, v.review, v.plan_id, v.how, v.times, v.and_now, v.got,
            v.in_the_way, v.meeting_kind, n.with_whom, CASE WHEN {ANSWERED} THEN v.still ELSE '' END AS still,
            ROW_NUMBER() OVER (PARTITION BY v.id, v.phase
                ORDER BY {PEER} DESC, v.asked_at DESC, v.review DESC) AS newest,
            ROW_NUMBER() OVER (PARTITION BY v.id, v.phase, {ANSWERED}
                ORDER BY v.asked_at DESC, v.review DESC) AS newest_still
        FROM w v LEFT JOIN referrals_plan n ON n.id = v.plan_id WHERE v.asked_at < %s
    ), v AS MATERIALIZED (
        SELECT v.id, v.phase, COUNT(DISTINCT CASE WHEN {WENT} AND {PEER} THEN COALESCE(v.plan_id, v.review) END)
                AS visits,
            COUNT(DISTINCT CASE WHEN {WENT} AND {PEER} THEN v.programme_id END) AS programmes,
            {_some(f"{WENT} AND {PEER} AND v.times = 'more'", "more")},
            {_some(f"{WENT} AND v.meeting_kind IN {_words(BESIDE)}", "community")},
            {_some(f"{WENT} AND v.with_whom <> 'myself'", "accompanied")},
            {_some(f"{WENT} AND {PEER} AND ({involved})", "involved")},
            MAX(CASE WHEN v.newest_still = 1 THEN v.still END) AS still,
            MAX(CASE WHEN v.newest = 1 THEN v.how END) AS last_how,
            MAX(CASE WHEN v.newest = 1 THEN v.and_now END) AS last_and_now,
            {_some("v.how = 'couldnt_get_in'", "way_couldnt_get_in")}, {_some("v.how = 'wasnt_on'", "way_wasnt_on")},
            {_some(in_the_way, "in_the_way")}, {ways}
        FROM told v GROUP BY v.id, v.phase
    ) SELECT c.service_id, c.setting, c.phase, c.kind,
            SUM(CASE WHEN c.already = 1 AND c.gone = 0 THEN 1 ELSE 0 END), SUM(c.gone), {cells}
        FROM c LEFT JOIN o ON o.id = c.id AND o.phase = c.phase
            LEFT JOIN s ON s.id = c.id AND s.phase = c.phase LEFT JOIN k ON k.id = c.id AND k.phase = c.phase
            LEFT JOIN n ON n.id = c.id AND n.phase = c.phase LEFT JOIN v ON v.id = c.id AND v.phase = c.phase
        GROUP BY c.service_id, c.setting, c.phase, c.kind"""


def values(area: str, quarter: Quarter, now) -> list:
    """Its parameters, for a quarter that is mature."""
    window = [area, quarter.first.isoformat(), quarter.end.isoformat()]
    return [*window, *window, connection.ops.adapt_datetimefield_value(now)]
