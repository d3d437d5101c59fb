"""What each kind of request needs: its slots, and the qualification each role wants. The one table."""

from bot.rules.model import Kind, Qualification, Role

SLOTS: dict[Kind, tuple[tuple[Role, int, int], ...]] = {
    Kind.RIDE: ((Role.DRIVER, 1, 1),),
    Kind.ACCOMPANIMENT: ((Role.ACCOMPANIER, 2, 2), (Role.DRIVER, 0, 1), (Role.INTERPRETER, 0, 1)),
    Kind.INTERPRETING: ((Role.INTERPRETER, 1, 1),),
    Kind.SHIFT: ((Role.HELPER, 1, 1),),
}
"""(role, minimum, maximum) of each slot, in the order of the card's buttons."""

NEEDS: dict[Role, Qualification] = {
    Role.DRIVER: Qualification.RIDESHARE,
    Role.ACCOMPANIER: Qualification.ACCOMPANIMENT,
    Role.INTERPRETER: Qualification.INTERPRETING,
    Role.HELPER: Qualification.HOTLINE,
}
