"""How is the database asked? The statements by which people are counted, in the words of either database.

A day on which something was recorded is London’s, as everywhere; the end of somebody’s
sixteen weeks is a day, and what was recorded before its midnight in London counts.

CROSS JOIN says to SQLite in which order: it does not know how few those who are counted are. And no table is
narrowed by a condition of its own where it is found: told how long the tables are, SQLite would make a
Bloom filter of all of it first (docs/performance.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from referrals.reports.measures import (
    BESIDE,
    CLOSED,
    FOR_ALCOHOL,
    INVOLVED,
    NOT_KNOWN,
    PEER_LED,
    WAYS,
    Phase,
    once,
    way,
)
from referrals.reports.periods import MATURE_AFTER

if TYPE_CHECKING:
    from referrals.reports.counting import Asked

WEEKS = MATURE_AFTER.days


def _later(day: str, days: int) -> str:
    return f"date({day}, '+{days} days')" if connection.vendor == "sqlite" else f"({day} + {days})"


def _day(moment: str) -> str:
    if connection.vendor == "sqlite":
        return f"django_datetime_cast_date({moment}, 'Europe/London', 'UTC')"
    return f"({moment} AT TIME ZONE 'Europe/London')::date"


def _begins(day: str) -> str:
    """The moment at which ``day`` begins in London: an hour before it does in UTC, or with it."""
    if connection.vendor == "sqlite":
        hour_before = f"date({day}, '-1 day') || ' 23:00:00'"
        return f"CASE WHEN {_day(hour_before)} = {day} THEN {hour_before} ELSE {day} END"
    return f"(({day})::timestamp AT TIME ZONE 'Europe/London')"


def _among(values: tuple[str, ...]) -> str:
    """Words of our own code, never of a request."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _says(column: str, word: str) -> str:
    """Does the list in ``column`` hold ``word``?"""
    return f"CAST({column} AS text) LIKE '%%\"{word}\"%%'"


def _any(condition: str) -> str:
    return f"MAX(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def _cohort(asked: Asked) -> str:
    """Everybody who is counted, each from when to when."""
    whose = "e.area = %s" if asked.area else "e.service_id = %s"
    whose += " AND p.keyworker_id = %s" if asked.worker else ""
    until, out_until = _later("e.introduced_on", WEEKS), _later("e.ended_on", WEEKS)
    closed = _among(CLOSED)
    each = f"""
        SELECT e.id, e.person_id, e.service_id, e.setting, p.kind, e.already_going,
            CASE WHEN p.substances IN {_among(FOR_ALCOHOL)} AND p.age_band <> 'under_18'
                THEN 1 ELSE 0 END AS for_alcohol"""
    joined = f"FROM referrals_episode e JOIN referrals_person p ON p.id = e.person_id WHERE {whose}"
    return f"""{each}, '{Phase.HERE}' AS phase,
            CASE WHEN e.ended_on < {until} AND (e.ending IN ('died', 'custody')
                OR (e.ending = 'transfer' AND e.setting NOT IN {closed})) THEN 1 ELSE 0 END AS gone,
            e.introduced_on AS visits_from,
            CASE WHEN e.setting IN {closed} AND e.ended_on < {until}
                THEN {_later("e.ended_on", 1)} ELSE {until} END AS visits_before,
            {_begins(until)} AS until
        {joined} AND e.introduced_on >= %s AND e.introduced_on < %s AND e.introduced_on < %s
        UNION ALL {each}, '{Phase.AFTER}' AS phase, 0 AS gone,
            {_later("e.ended_on", 1)} AS visits_from, {out_until} AS visits_before, {_begins(out_until)} AS until
        {joined} AND e.ended_on >= %s AND e.ended_on < %s AND e.ended_on < %s
            AND e.introduced_on IS NOT NULL AND e.setting IN {closed} AND e.ending NOT IN ('died', 'custody')"""


PEER_LED_ONE = f"v.meeting_kind IN {_among(PEER_LED)}"
PEER = f"v.how IN ('went', 'left_early') AND {PEER_LED_ONE}"
DIDNT_SAY = _among(NOT_KNOWN)
BY_SERVICE = "k.who IN ('together', 'worker')"


def _done() -> str:
    """What the service did for each, before their sixteen weeks were over."""
    return f"""
        loops AS MATERIALIZED (
            SELECT c.id, c.phase, c.visits_from, c.visits_before, c.until, r.id AS loop, r.programme_id
            FROM cohort c CROSS JOIN referrals_referral r WHERE r.episode_id = c.id
        ), offered AS MATERIALIZED (
            SELECT c.id, c.phase, {_any("o.state IN ('looked_at', 'printed', 'sent', 'qr_shown')")} AS informed,
                {_any("o.state = 'rather_not'")} AS rather_not
            FROM cohort c CROSS JOIN referrals_offer o WHERE o.episode_id = c.id AND o.made_at < c.until
            GROUP BY c.id, c.phase
        ), stepped AS MATERIALIZED (
            SELECT c.id, c.phase, {_any("s.act IN ('choose', 'put_off', 'rule_out')")} AS chose
            FROM loops c CROSS JOIN referrals_step s WHERE s.referral_id = c.loop AND s.at < c.until
            GROUP BY c.id, c.phase
        ), meant AS MATERIALIZED (
            SELECT c.id, c.phase, 1 AS planned
            FROM loops c CROSS JOIN referrals_plan n WHERE n.referral_id = c.loop AND n.made_at < c.until
            GROUP BY c.id, c.phase
        ), called AS MATERIALIZED (
            SELECT c.id, c.phase, {_any(f"{BY_SERVICE} AND k.reached = 'helpline'")} AS by_worker,
                {_any(f"{BY_SERVICE} AND k.reached IN ('member', 'peer')")} AS by_peer,
                {_any(_intensive())} AS intensive
            FROM loops c CROSS JOIN referrals_contact k WHERE k.referral_id = c.loop AND k.at < c.until
            GROUP BY c.id, c.phase
        )"""


def _intensive() -> str:
    """``method.methods`` in the database’s words: rang together and planned, then asked twice within six weeks."""
    rang, asked = _day("k.at"), _day("w.asked_at")
    return f"""k.who = 'together' AND k.reached IN ('member', 'peer')
        AND EXISTS (SELECT 1 FROM referrals_plan n WHERE n.referral_id = k.referral_id AND {_day("n.made_at")} = {rang})
        AND (SELECT COUNT(DISTINCT {asked}) FROM referrals_review w WHERE w.referral_id = k.referral_id
            AND w.how NOT IN ('not_asked', 'lost_touch') AND {asked} > {rang} AND {asked} <= {_later(rang, 42)}
            AND w.asked_at < c.until) >= 2"""


def _heard() -> str:
    """What each has told of visits in their sixteen weeks, as far as it was recorded in time."""
    ways = "".join(f", {_any(_says('v.in_the_way', barrier))} AS way_{barrier}" for barrier in WAYS)
    involved = " OR ".join(_says("v.got", what) for what in INVOLVED)
    answered = f"(v.still <> '' AND {PEER_LED_ONE} AND v.asked_at < v.until)"
    return f"""
        reviews AS MATERIALIZED (
            SELECT c.id, c.phase, c.until, c.programme_id, v.id AS review, v.plan_id, v.how, v.times, v.and_now,
                v.still, v.got, v.in_the_way, v.meeting_kind, v.asked_at
            FROM loops c CROSS JOIN referrals_review v
            WHERE v.referral_id = c.loop AND v.visit_on >= c.visits_from AND v.visit_on < c.visits_before
        ), told AS (
            SELECT v.id, v.phase, v.review, v.plan_id, v.how, v.times, v.and_now, v.got, v.in_the_way,
                v.meeting_kind, v.programme_id, n.with_whom, CASE WHEN {answered} THEN v.still ELSE '' END AS still,
                ROW_NUMBER() OVER (PARTITION BY v.id, v.phase
                    ORDER BY {PEER_LED_ONE} DESC, v.asked_at DESC, v.review DESC) AS newest,
                ROW_NUMBER() OVER (PARTITION BY v.id, v.phase, {answered}
                    ORDER BY v.asked_at DESC, v.review DESC) AS newest_still
            FROM reviews v LEFT JOIN referrals_plan n ON n.id = v.plan_id WHERE v.asked_at < %s
        ), heard AS MATERIALIZED (
            SELECT v.id, v.phase,
                COUNT(DISTINCT CASE WHEN {PEER} THEN COALESCE(v.plan_id, v.review) END) AS visits,
                COUNT(DISTINCT CASE WHEN {PEER} THEN v.programme_id END) AS programmes,
                {_any(f"{PEER} AND v.times = 'more'")} AS more,
                {_any(f"v.how IN ('went', 'left_early') AND v.meeting_kind IN {_among(BESIDE)}")} AS community,
                {_any("v.how IN ('went', 'left_early') AND v.with_whom <> 'myself'")} AS accompanied,
                {_any(f"{PEER} AND ({involved})")} AS involved,
                MAX(CASE WHEN v.newest_still = 1 THEN v.still END) AS still,
                MAX(CASE WHEN v.newest = 1 THEN v.how END) AS last_how,
                MAX(CASE WHEN v.newest = 1 THEN v.and_now END) AS last_and_now,
                {_any("v.how = 'couldnt_get_in'")} AS way_couldnt_get_in,
                {_any("v.how = 'wasnt_on'")} AS way_wasnt_on{ways}
            FROM told v GROUP BY v.id, v.phase
        )"""


def facts_of(asked: Asked) -> str:
    """Of each who is counted, what is so: a row each, nobody twice in one phase."""
    ways = "".join(f", COALESCE(h.way_{barrier}, 0) AS way_{barrier}" for barrier in WAYS)
    return f"""WITH cohort AS MATERIALIZED ({_cohort(asked)}), {_done()}, {_heard()},
        known AS (
            SELECT c.id, c.phase, c.person_id, c.service_id, c.setting, c.kind, c.for_alcohol, c.gone,
                CASE WHEN c.already_going THEN 1 ELSE 0 END AS already,
                COALESCE(o.informed, 0) AS informed, COALESCE(o.rather_not, 0) AS rather_not,
                COALESCE(s.chose, 0) AS chose,
                COALESCE(k.by_worker, 0) AS by_worker, COALESCE(k.by_peer, 0) AS by_peer,
                COALESCE(k.intensive, 0) AS intensive,
                COALESCE(n.planned, 0) AS planned,
                COALESCE(h.visits, 0) AS visits, COALESCE(h.programmes, 0) AS programmes, COALESCE(h.more, 0) AS more,
                COALESCE(h.community, 0) AS community, COALESCE(h.accompanied, 0) AS accompanied,
                COALESCE(h.involved, 0) AS involved, COALESCE(h.still, '') AS still,
                COALESCE(h.last_how, '') AS last_how, COALESCE(h.last_and_now, '') AS last_and_now,
                COALESCE(h.way_couldnt_get_in, 0) AS way_couldnt_get_in,
                COALESCE(h.way_wasnt_on, 0) AS way_wasnt_on{ways}
            FROM cohort c
                LEFT JOIN offered o ON o.id = c.id AND o.phase = c.phase
                LEFT JOIN stepped s ON s.id = c.id AND s.phase = c.phase
                LEFT JOIN meant n ON n.id = c.id AND n.phase = c.phase
                LEFT JOIN called k ON k.id = c.id AND k.phase = c.phase
                LEFT JOIN heard h ON h.id = c.id AND h.phase = c.phase
        ), facts AS MATERIALIZED (
            SELECT f.*, CASE WHEN f.visits > 0 THEN '' WHEN f.last_how IN {DIDNT_SAY} THEN f.last_how
                WHEN f.last_how <> '' THEN 'no' WHEN f.planned = 1 THEN 'not_asked' ELSE 'no_plan' END AS why
            FROM known f
        )"""


IN_THE_WAY = " OR ".join(f"f.way_{each} = 1" for each in (*WAYS, "couldnt_get_in", "wasnt_on"))
LINKED = "(f.by_worker = 1 OR f.by_peer = 1 OR f.accompanied = 1)"
COUNTED = "f.already = 0 AND f.gone = 0"

# {cell: when somebody is in it}, of those who are counted.
_OF_COUNTED: dict[str, str] = {
    "introduced": "1 = 1",
    "informed": "f.informed = 1",
    "would_rather_not": "f.informed = 0 AND f.rather_not = 1",
    "chose": "f.chose = 1",
    "planned": "f.planned = 1",
    "linked": LINKED,
    "accompanied": "f.accompanied = 1",
    "by_peer": "f.by_peer = 1",
    "by_worker": "f.by_worker = 1",
    "intensive": "f.intensive = 1",
    "once": "f.visits > 0",
    **{once(kind): f"f.why = '{kind}'" for kind in NOT_KNOWN},
    "connected": "f.visits > 1 OR f.more = 1",
    "keep_going": "f.visits > 0 AND f.last_and_now = 'keep_going'",
    "two_programmes": "f.programmes > 1",
    "still": "f.visits > 0 AND f.still IN ('most', 'sometimes')",
    "stopped": "f.visits > 0 AND f.still = 'stopped'",
    "involved": "f.visits > 0 AND f.involved = 1",
    "community": "f.community = 1",
    "alcohol": "f.for_alcohol = 1",
    "alcohol_told": "f.for_alcohol = 1 AND f.informed = 1",
    "alcohol_supported": "f.for_alcohol = 1 AND f.informed = 1 AND f.planned = 1",
    "in_the_way": IN_THE_WAY,
    **{way(barrier): f"f.{way(barrier)} = 1" for barrier in WAYS},
    "way_couldnt_get_in": "f.way_couldnt_get_in = 1",
    "way_wasnt_on": "f.way_wasnt_on = 1",
}
# {cell: the whole condition}, in the order in which the statement gives them.
FLAGS: dict[str, str] = {
    "already_going": "f.already = 1 AND f.gone = 0",
    "left": "f.gone = 1",
    **{cell: f"{COUNTED} AND ({when})" for cell, when in _OF_COUNTED.items()},
}


def units(asked: Asked) -> str:
    """Of each unit, how many are in each cell of ``FLAGS``. Takes the moment by which visits were told last."""
    sums = ", ".join(f"SUM(CASE WHEN {when} THEN 1 ELSE 0 END)" for when in FLAGS.values())
    return f"""{facts_of(asked)} SELECT f.service_id, f.setting, f.phase, f.kind, {sums}
        FROM facts f GROUP BY f.service_id, f.setting, f.phase, f.kind"""


def families(asked: Asked) -> str:
    """Of each kind of group, with how many it was talked about at Introduce, and how many wanted to try one."""
    return f"""WITH cohort AS MATERIALIZED ({_cohort(asked)}), said AS MATERIALIZED (
            SELECT c.id, c.service_id, c.setting, c.phase, c.kind, m.approach, m.programme_id, m.said
            FROM cohort c CROSS JOIN referrals_offer o CROSS JOIN referrals_mark m
            WHERE o.episode_id = c.id AND o.made_at < c.until AND m.offer_id = o.id
                AND NOT c.already_going AND c.gone = 0
        ), families AS (
            SELECT f.*, COALESCE(g.approach, f.approach) AS family
            FROM said f LEFT JOIN directory_programme g ON g.id = f.programme_id
            WHERE f.said IN ('talked_about', 'interested')
        ) SELECT f.service_id, f.setting, f.phase, f.kind, f.family,
            COUNT(DISTINCT CASE WHEN f.said = 'talked_about' THEN f.id END),
            COUNT(DISTINCT CASE WHEN f.said = 'interested' THEN f.id END)
        FROM families f GROUP BY f.service_id, f.setting, f.phase, f.kind, f.family"""
