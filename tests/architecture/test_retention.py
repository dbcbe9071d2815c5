"""Every field of every record about people says how long it is kept and why."""

from django.apps import apps

from referrals.retention import RULES, Since


def fields():
    models = apps.get_app_config("referrals").get_models()
    return {
        f"{model.__name__}.{field.name}"
        for model in models
        for field in [*model._meta.fields, *model._meta.many_to_many]
    }


def test_every_field_has_a_rule_and_every_rule_a_field():
    found = fields()
    assert len(found) > 100
    assert not found - set(RULES), "add each to referrals/retention.py: how long, from when, and why"
    assert not set(RULES) - found, "there is no such field any more"


def test_every_rule_gives_a_reason_and_an_end():
    for name, rule in RULES.items():
        assert str(rule.reason).startswith("So that "), name
        assert rule.days > 0 or rule.since is Since.LAST_USE, name
        assert rule.days <= 6 * 365, name
