"""The field's words, as the code stores them and as people read them. Imports no models."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Approach(TextChoices):
    """The approach families. The label is the plain name people see."""

    TWELVE_STEP = "twelve_step", _("Steps and a sponsor")
    TOOLS = "tools", _("Tools and techniques")
    SECULAR = "secular", _("Secular")
    BUDDHIST = "buddhist", _("Buddhist-inspired")
    FAITH = "faith", _("Faith-based")
    WOMEN = "women", _("For women")
    LESS = "less", _("Cutting down or safer use")
    MEDICATION = "medication", _("Medication-supportive")
    FAMILY_STEPS = "family_steps", _("Steps, for families")
    FAMILY_SUPPORT = "family_support", _("Other help for families")
    COMMUNITY = "community", _("Recovery community")
    STAFF = "staff", _("Group run by staff")


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

    ME = "me", _("Me")
    SOMEONE_CLOSE = "someone_close", _("Someone close to me")
    YOUNG_PERSON = "young_person", _("A young person")


class Problem(TextChoices):
    """What a programme is for. A programme that names none serves any of them."""

    ALCOHOL = "alcohol", _("Alcohol")
    DRUGS = "drugs", _("Drugs")
    COCAINE = "cocaine", _("Cocaine")
    CANNABIS = "cannabis", _("Cannabis")
    CRYSTAL_METH = "crystal_meth", _("Crystal meth")
    OPIOIDS = "opioids", _("Heroin or other opioids")
    PILLS = "pills", _("Prescribed or bought pills")
    NICOTINE = "nicotine", _("Nicotine")
    GAMBLING = "gambling", _("Gambling")
    FOOD = "food", _("Food or eating")
    SEX = "sex", _("Sex, love or pornography")
    GAMING = "gaming", _("Gaming or the internet")
    MONEY = "money", _("Debt or money")
    WORK = "work", _("Work")
    RELATIONSHIPS = "relationships", _("Relationships or family")
    OTHER = "other", _("Something else")


class Nation(TextChoices):
    """The nations of the UK."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class Answer(TextChoices):
    """Three values. Nobody saying so is never the same as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Mode(TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")
    PHONE = "phone", _("By phone")


class Restriction(TextChoices):
    """Whom a meeting is kept for, beyond its programme's own rule."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    LGBT = "lgbt", _("LGBT+ people")
    YOUNG_PEOPLE = "young_people", _("Young people")
    PROFESSION = "profession", _("One profession")
    OTHER = "other", _("Some people only: ring first")


class Language(TextChoices):
    """Languages to ask for, besides English: those of the lists we read, and of this country."""

    ARABIC = "arabic", _("Arabic")
    BENGALI = "bengali", _("Bengali")
    FARSI = "farsi", _("Farsi")
    FRENCH = "french", _("French")
    GAELIC = "gaelic", _("Gaelic")
    GERMAN = "german", _("German")
    GUJARATI = "gujarati", _("Gujarati")
    HINDI = "hindi", _("Hindi")
    ITALIAN = "italian", _("Italian")
    LITHUANIAN = "lithuanian", _("Lithuanian")
    POLISH = "polish", _("Polish")
    PORTUGUESE = "portuguese", _("Portuguese")
    PUNJABI = "punjabi", _("Punjabi")
    ROMANIAN = "romanian", _("Romanian")
    RUSSIAN = "russian", _("Russian")
    SPANISH = "spanish", _("Spanish")
    TURKISH = "turkish", _("Turkish")
    UKRAINIAN = "ukrainian", _("Ukrainian")
    URDU = "urdu", _("Urdu")
    WELSH = "welsh", _("Welsh")


class Listing(TextChoices):
    """How much of a programme's list of meetings we hold in a nation (parity, clause 4)."""

    WHOLE = "whole", _("We hold its whole list")
    PART = "part", _("We hold part of its list")
    NONE = "none", _("We don’t hold its list")
