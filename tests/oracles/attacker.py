"""A reader who puts everything printed together: which values can each count still have?

It is told numbers, and what each is a number of, wherever they were read; it knows how they were rounded and how the
cells are related. It knows nothing of the code. HiGHS, a solver of whole numbers, tells it what cannot be.
"""

from collections import Counter
from typing import NamedTuple

ALMOST = 1e-6
MOST = 10_000  # people in a cell


class Count(NamedTuple):
    """How many people there were in one cell of one unit, in one version (first published, as now known, ...)."""

    unit: str
    cell: str
    version: int = 0


def own_turn(count):
    """Each cell of each unit has a turn of its own, in all versions the same."""
    return count.unit, count.cell


class Attacker:
    """Reads numbers; then tells for any count the values that some world allows.

    A printed number is held to be the rounded one. Where it was repaired first, more worlds could have printed it
    and none fewer, so nothing is found safe that is not. ``turn_of(count)`` names its turn, or is the turn if known.
    """

    def __init__(self, base, relations, turn_of=own_turn):
        self.base, self.relations, self.turn_of = base, relations, turn_of
        self.printed, self.facts, self.derived = {}, [], []

    def reads(self, number, *of):
        """``number`` is printed for these counts together: one count, or one of each unit or quarter."""
        self.printed[of] = number

    def knows(self, weights, least, most):
        """From elsewhere, or printed without rounding: {count: weight} adds up to between ``least`` and ``most``."""
        self.facts.append((weights, least, most))

    def works_out(self, weights, least, most):
        """From a share: {count: weight} of the rounded numbers adds up to between ``least`` and ``most``."""
        self.derived.append((weights, least, most))

    def values(self, within):
        """{count: those of ``within[count]`` that it can have}. Each is tried unless a world found already has it.

        A world asked for comes as near as it can to what is not yet found of the other counts, so few are asked for.
        """
        model = _Model(self, within)
        allowed = {count: set() for count in within}
        untried = {count: list(values) for count, values in within.items()}
        while waiting := [count for count in within if untried[count]]:
            count = max(waiting, key=lambda each: len(untried[each]))
            near = {each: untried[each][-1] for each in waiting}
            world = model.world_where(count, untried[count].pop(), near)
            for each in within if world else ():
                allowed[each].add(world[each])
                if world[each] in untried[each]:
                    untried[each].remove(world[each])
        return {count: allowed[count] & {*within[count]} for count in within}

    def finds(self, shown):
        """{count: the values ruled out} of {count: its printed number}, where more is told of it than may be."""
        within = {count: range(max(0, number - self.base + 1), number + self.base) for count, number in shown.items()}
        allowed = self.values(within)
        return {
            count: sorted({*within[count]} - allowed[count]) for count in shown if {*within[count]} - allowed[count]
        }


class _Model:
    """The unknown counts, turns and multiples, as whole numbers between which rows hold."""

    def __init__(self, attacker, asked):
        import highspy  # only where it is asked: a tenth of a second

        self.infinity, self.whole = highspy.kHighsInf, highspy.HighsVarType.kInteger
        self.status = highspy.HighsModelStatus
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.integers = []
        named = _rounded(attacker).union(asked, *(facts[0] for facts in attacker.facts))
        self._people(attacker.relations, named)
        self._rounding(attacker)
        for weights, least, most in attacker.facts:
            self._row({self.columns[count]: weight for count, weight in weights.items()}, least, most)
        self.distances = list(asked)
        self.distance_rows = [row for count in asked for row in self._distance(self.columns[count])]

    def world_where(self, count, value, near):
        """{count: value} of a world where this one has this value and others are as near as can be; or None."""
        least = [sign * near[each] if each in near else -self.infinity for each in self.distances for sign in (1, -1)]
        self.solver.changeRowsBounds(len(least), self.distance_rows, least, [self.infinity] * len(least))
        column = self.columns[count]
        self.solver.changeColBounds(column, value, value)
        solution = self._solved(relaxed=True)
        if solution and any(abs(solution[at] - round(solution[at])) > ALMOST for at in self.integers):
            solution = self._solved(relaxed=False)
        self.solver.changeColBounds(column, 0, MOST)
        return solution and {each: round(solution[at]) for each, at in self.columns.items()}

    def _solved(self, relaxed):
        """The value of every column, or None. Fractions allowed, it takes a hundredth, and mostly there are none."""
        self.solver.setOptionValue("solve_relaxation", relaxed)
        self.solver.run()
        status = self.solver.getModelStatus()
        assert status in (self.status.kOptimal, self.status.kInfeasible), f"The solver could not tell: {status}."
        return list(self.solver.getSolution().col_value) if status == self.status.kOptimal else None

    def _people(self, relations, named):
        """A column for every count of each unit and version named, and the relations between them."""
        cells = {cell for each in relations for cell in (each.whole, *_under(each))}
        seen = sorted({(count.unit, count.version) for count in named})
        every = named | {Count(unit, cell, version) for unit, version in seen for cell in cells}
        self.columns = {count: self._column(0, MOST) for count in sorted(every, key=repr)}
        for unit, version in seen:
            at = {cell: self.columns[Count(unit, cell, version)] for cell in cells}
            for each in relations:
                under = {at[cell]: 1 for cell in _under(each)}
                if hasattr(each, "parts"):
                    self._row({at[each.whole]: -1, **under}, -self.infinity, 0)
                else:
                    self._row({at[each.whole]: -1, **under}, 0, self.infinity)
                    for cell in under:
                        self._row({at[each.whole]: -1, cell: 1}, -self.infinity, 0)

    def _rounding(self, attacker):
        """0 <= count + turn - rounded < base, and the rounded numbers add up to what is printed of them."""
        base = attacker.base
        printed = _rounded(attacker)
        multiples = {count: self._column(0, MOST) for count in sorted(printed, key=repr)}
        sharing = Counter(attacker.turn_of(count) for count in printed)
        turns = {name: self._column(0, base - 1) for name, many in sharing.items() if many > 1}
        for count, multiple in multiples.items():
            turn = attacker.turn_of(count)
            row = {self.columns[count]: 1, multiple: -base}
            if isinstance(turn, int):
                self._row(row, -turn, base - 1 - turn)
            elif turn in turns:
                self._row({**row, turns[turn]: 1}, 0, base - 1)
            else:
                self._row(row, 1 - base, base - 1)
        for of, number in attacker.printed.items():
            self._row({multiples[count]: base for count in of}, number, number)
        for weights, least, most in attacker.derived:
            self._row({multiples[count]: base * weight for count, weight in weights.items()}, least, most)

    def _distance(self, column):
        """The two rows that keep a column, which costs, as large as the other is far from what is wanted."""
        self.solver.addVar(0, MOST)
        away = self.solver.getNumCol() - 1
        self.solver.changeColCost(away, 1)
        return (
            self._row({away: 1, column: 1}, -self.infinity, self.infinity),
            self._row({away: 1, column: -1}, -self.infinity, self.infinity),
        )

    def _column(self, least, most):
        self.solver.addVar(least, most)
        self.integers.append(self.solver.getNumCol() - 1)
        self.solver.changeColIntegrality(self.integers[-1], self.whole)
        return self.integers[-1]

    def _row(self, weights, least, most):
        self.solver.addRow(least, most, len(weights), list(weights), list(weights.values()))
        return self.solver.getNumRow() - 1


def _rounded(attacker):
    """The counts of which a rounded number is in anything that was read."""
    return {count for of in attacker.printed for count in of}.union(*(weights for weights, *_ in attacker.derived))


def _under(relation):
    return relation.parts if hasattr(relation, "parts") else relation.by
