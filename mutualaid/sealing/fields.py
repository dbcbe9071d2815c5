"""How does a model hold a sealed text?

    reference_sealed = models.BinaryField()
    reference_index = models.BinaryField()
    reference = Sealed("reference_sealed", index="reference_index")

``person.reference`` is the text and setting it seals; ``Person(reference="AB12")`` works too.
``Person.objects.filter(reference_index__in=Person.reference.blinds("AB12"))`` finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from mutualaid.sealing import seals
from mutualaid.sealing.seals import Place


class Sealed(property):
    """The text that a BinaryField holds sealed, and its keyed hash in another where it is to be found by.

    ``normal`` settles what counts as the same text when it is looked for (case, spaces).
    It is a property so that a model takes it by name when it is made.
    """

    def __init__(self, column: str, *, index: str = "", normal: Callable[[str], str] = str) -> None:
        super().__init__(self._opened, self._seal)
        self.column, self.index, self.normal = column, index, normal

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Known to the model that declares it, and to those that inherit."""
        if self.index and model._meta.abstract:
            raise TypeError(f"{name}: a text that is found by its index belongs to a table; declare it there.")
        self.model = model
        setattr(model, name, self)

    def place(self, model: type[models.Model], pk: Any) -> Place:
        """Where the value of that row stands. A proxy's or a child's is its parent's."""
        field = model._meta.get_field(self.column)
        key = model._meta.pk
        assert isinstance(field, models.Field)
        assert key is not None
        assert field.column is not None
        if pk is None:
            raise ValueError(f"{model.__name__}.{self.column}: give the row its key before it seals anything.")
        return Place(field.model._meta.db_table, field.column, str(key.to_python(pk)))

    def blind(self, text: str) -> bytes:
        return seals.blind(self.normal(text), purpose=self._purpose())

    def blinds(self, text: str) -> list[bytes]:
        """What to look for ``text`` by, whichever key its row was sealed with. Raises CannotSeal."""
        return seals.blinds(self.normal(text), purpose=self._purpose())

    def _purpose(self) -> str:
        field = self.model._meta.get_field(self.index)
        return f"{field.model._meta.db_table}.{self.index}"

    def _opened(self, row: models.Model) -> str | None:
        held = getattr(row, self.column)
        return None if held is None else seals.unseal(held, bound_to=self.place(type(row), row.pk))

    def _seal(self, row: models.Model, text: str | None) -> None:
        place = self.place(type(row), row.pk)
        setattr(row, self.column, None if text is None else seals.seal(text, bound_to=place))
        if self.index:
            setattr(row, self.index, None if text is None else self.blind(text))

    def __repr__(self) -> str:
        return f"Sealed({self.column!r})"


def sealed_of(model: type[models.Model]) -> list[Sealed]:
    """The sealed texts that stand in this model's own table."""
    named = {name: vars(each)[name] for each in reversed(model.__mro__) for name in vars(each)}
    sealed = [one for one in named.values() if isinstance(one, Sealed)]
    return [one for one in sealed if model._meta.get_field(one.column).model is model]
