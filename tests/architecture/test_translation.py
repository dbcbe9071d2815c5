"""Every word of a choice can be said in another language."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.db.models import Choices
from django.utils.functional import Promise

import directory
import mutualaid
import referrals


def choices():
    for package in (directory, mutualaid, referrals):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name and not module.name.endswith(("wsgi", "settings")):
                import_module(module.name)
    waiting, found = [Choices], []
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.partition(".")[0] in {"directory", "mutualaid", "referrals"}:
                found.append(each)
    return sorted(found, key=lambda each: (each.__module__, each.__qualname__))


@pytest.mark.parametrize("each", choices(), ids=lambda each: f"{each.__module__}.{each.__qualname__}")
def test_every_label_is_marked(each):
    assert not [member.value for member in each if not isinstance(member.label, Promise)]
