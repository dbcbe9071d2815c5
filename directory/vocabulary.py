"""The field's words, as the code stores them and as people read them. Imports no models."""

from __future__ import annotations

from django.db.models import TextChoices


class Approach(TextChoices):
    """The approach families. The label is the plain name people see."""

    TWELVE_STEP = "twelve_step", "Steps and a sponsor"
    TOOLS = "tools", "Tools and techniques"
    SECULAR = "secular", "Secular"
    BUDDHIST = "buddhist", "Buddhist-inspired"
    FAITH = "faith", "Faith-based"
    WOMEN = "women", "For women"
    LESS = "less", "Cutting down or safer use"
    MEDICATION = "medication", "Medication-supportive"
    FAMILY_STEPS = "family_steps", "Steps, for families"
    FAMILY_SUPPORT = "family_support", "Other help for families"
    COMMUNITY = "community", "Recovery community"
    STAFF = "staff", "Group run by staff"


# Opaque random keys: they give each family its place in the base order, so that
# no family stands first because of its name. Never change one (docs/decisions/0004).
FAMILY_ROTATION_KEYS: dict[str, str] = {
    Approach.TWELVE_STEP: "9d41c07a5be2",
    Approach.TOOLS: "3ac85f19e604",
    Approach.SECULAR: "c2716b3d90fa",
    Approach.BUDDHIST: "58e0d4a7136c",
    Approach.FAITH: "e19f7c2058b3",
    Approach.WOMEN: "16b3a9f4d27e",
    Approach.LESS: "7f52e80c4d19",
    Approach.MEDICATION: "a40d6e91b875",
    Approach.FAMILY_STEPS: "d83b205f7ce1",
    Approach.FAMILY_SUPPORT: "4e97f1c6a032",
    Approach.COMMUNITY: "b5602cd8e947",
    Approach.STAFF: "2c8fa4701bd6",
}


class Who(TextChoices):
    """Whom help is for. A child or young person affected by somebody's use is a young person."""

    ME = "me", "Me"
    SOMEONE_CLOSE = "someone_close", "Someone close to me"
    YOUNG_PERSON = "young_person", "A young person"


class Problem(TextChoices):
    """What a programme is for. A programme that names none serves any of them."""

    ALCOHOL = "alcohol", "Alcohol"
    DRUGS = "drugs", "Drugs"
    COCAINE = "cocaine", "Cocaine"
    CANNABIS = "cannabis", "Cannabis"
    CRYSTAL_METH = "crystal_meth", "Crystal meth"
    OPIOIDS = "opioids", "Heroin or other opioids"
    PILLS = "pills", "Prescribed or bought pills"
    NICOTINE = "nicotine", "Nicotine"
    GAMBLING = "gambling", "Gambling"
    FOOD = "food", "Food or eating"
    SEX = "sex", "Sex, love or pornography"
    GAMING = "gaming", "Gaming or the internet"
    MONEY = "money", "Debt or money"
    WORK = "work", "Work"
    RELATIONSHIPS = "relationships", "Relationships or family"
    OTHER = "other", "Something else"


class Nation(TextChoices):
    """The nations of the UK."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


class Answer(TextChoices):
    """Three values. Nobody saying so is never the same as no."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Mode(TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In person and online"
    PHONE = "phone", "By phone"


class Restriction(TextChoices):
    """Whom a meeting is kept for, beyond its programme's own rule."""

    WOMEN = "women", "Women"
    MEN = "men", "Men"
    LGBT = "lgbt", "LGBT+ people"
    YOUNG_PEOPLE = "young_people", "Young people"
    PROFESSION = "profession", "One profession"
    OTHER = "other", "Some people only: ring first"


class Listing(TextChoices):
    """How much of a programme's list of meetings we hold in a nation (parity, clause 4)."""

    WHOLE = "whole", "We hold its whole list"
    PART = "part", "We hold part of its list"
    NONE = "none", "We don’t hold its list"
