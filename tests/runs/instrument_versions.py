"""The shipped instrument and a next version of it, for the tests of comparing and carrying over."""

from dataclasses import replace
from decimal import Decimal

from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument

OLD = read_instrument(shipped_instrument())


def changed(version: str = "2027.1", **questions: dict[str, object] | None) -> Instrument:
    """The next version: questions with other values, or without some; a value ``id`` gives one another number."""
    elements = tuple(
        replace(
            element,
            questions=tuple(
                replace(each, **changes)  # type: ignore[arg-type]
                for each in element.questions
                if (changes := questions.get(each.id, {})) is not None
            ),
        )
        for element in OLD.elements
    )
    return replace(OLD, version=version, elements=elements)


NEW = changed(
    A1={"text": OLD.by_id["A1"].text.replace("signed and dated", "signed & posted")},
    A2={"points": Decimal("12.5"), "step": Decimal("2.5")},
    B3={"id": "B8"},
    C1={"documents": ""},
    C6={"id": "C8", "text": "Is there a <new> thing?"},
    D2=None,
)
