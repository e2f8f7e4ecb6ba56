"""The strict reader of TOML tables."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from secor_xl.errors import DataError, SecorError
from secor_xl.procedure.toml_tables import TomlTable, parse_toml, read_toml


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


READERS: dict[str, Callable[[TomlTable], object]] = {
    "text": lambda table: table.text("key"),
    "flag": lambda table: table.flag("key"),
    "integer": lambda table: table.integer("key"),
    "decimal": lambda table: table.decimal("key"),
    "date": lambda table: table.date("key"),
    "choice": lambda table: table.choice("key", Colour),
    "choices": lambda table: table.choices("key", Colour),
    "texts": lambda table: table.texts("key"),
    "table": lambda table: table.table("key"),
    "tables": lambda table: table.tables("key"),
}


def of(text: str) -> TomlTable:
    return parse_toml(text, "data.toml")


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("text", '"  two words "', "two words"),
        ("flag", "true", True),
        ("flag", "false", False),
        ("integer", "0", 0),
        ("integer", "1_000", 1000),
        ("decimal", "0.1", Decimal("0.1")),
        ("decimal", "12", Decimal(12)),
        ("decimal", "1_000_000", Decimal(1_000_000)),
        ("decimal", "0.000001", Decimal("0.000001")),
        ("date", "2024-02-29", dt.date(2024, 2, 29)),
        ("choice", '"blue"', Colour.BLUE),
        ("choices", '["blue", "red"]', (Colour.BLUE, Colour.RED)),
        ("choices", "[]", ()),
        ("texts", '["one", " two "]', ("one", "two")),
    ],
)
def test_a_value_of_the_right_kind_is_read_as_it_is_written(kind: str, written: str, expected: object) -> None:
    value = READERS[kind](of(f"key = {written}"))
    assert value == expected
    assert type(value) is type(expected)


def test_a_decimal_is_exact_where_a_float_would_not_be() -> None:
    table = of("a = 0.1\nb = 0.2")
    assert table.decimal("a") + table.decimal("b") == Decimal("0.3")


@pytest.mark.parametrize(
    ("kind", "written", "reason"),
    [
        ("text", "12", "is 12; a text in quotes is needed"),
        ("text", "true", "a text in quotes is needed"),
        ("text", '""', "is empty"),
        ("text", '"   "', "is empty"),
        ("flag", '"true"', "true or false is needed, without quotes"),
        ("flag", "1", "true or false is needed"),
        ("integer", "1.0", "a whole number is needed"),
        ("integer", "true", "a whole number is needed"),
        ("integer", '"1"', "a whole number is needed, without quotes"),
        ("integer", "-1", "is -1; at least 0 is needed"),
        ("integer", "1_000_001", "out of bounds"),
        ("decimal", '"1.5"', "a number is needed, without quotes"),
        ("decimal", "true", "a number is needed"),
        ("decimal", "0", "a number above 0 is needed"),
        ("decimal", "-0.5", "a number above 0 is needed"),
        ("decimal", "nan", "a number above 0 is needed"),
        ("decimal", "inf", "a number above 0 is needed"),
        ("decimal", "1_000_000.1", "out of bounds"),
        ("decimal", "1e-999999", "out of bounds"),
        ("decimal", "0.0000015", "out of bounds"),
        ("date", '"2024-02-29"', "without quotes, is needed"),
        ("date", "2024-02-29T08:00:00", "a date such as"),
        ("date", "20240229", "a date such as"),
        ("choice", '"green"', "is 'green'; allowed: red, blue"),
        ("choice", '"Red"', "allowed: red, blue"),
        ("choices", '["red", "green"]', "is 'green'; allowed: red, blue"),
        ("choices", '["red", "red"]', "names a word twice: red, red"),
        ("choices", '"red"', "a list of texts is needed"),
        ("texts", '"one"', "a list of texts is needed"),
        ("texts", '["one", 2]', "a list of texts is needed"),
        ("texts", '["one", " "]', "a list of texts is needed"),
        ("table", '"x"', "a table is needed"),
        ("tables", "{ a = 1 }", "a list of tables, each headed [[key]], is needed"),
        ("tables", "[1, 2]", "a list of tables"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_key_and_what_is_needed(
    kind: str, written: str, reason: str
) -> None:
    with pytest.raises(DataError) as refusal:
        READERS[kind](of(f"key = {written}"))
    assert (refusal.value.file, refusal.value.key) == ("data.toml", "key")
    assert reason in refusal.value.reason


@pytest.mark.parametrize("kind", READERS)
def test_a_missing_value_is_refused(kind: str) -> None:
    with pytest.raises(DataError, match=r"^data\.toml: key: is missing$"):
        READERS[kind](of("other = 1"))


def test_what_may_be_left_out_takes_its_default_and_is_still_checked_when_it_is_there() -> None:
    empty = of("")
    assert empty.text("a", default="") == ""
    assert empty.flag("a", default=True) is True
    assert empty.integer("a", 7) == 7
    assert empty.choice("a", Colour, default=Colour.RED) is Colour.RED
    assert empty.texts("a", default=("x",)) == ("x",)
    assert empty.optional_date("a") is None
    assert empty.tables("a", may_be_missing=True) == []
    with pytest.raises(DataError, match="a text in quotes"):
        of("a = 1").text("a", default="")
    with pytest.raises(DataError, match="true or false"):
        of("a = 1").flag("a", default=True)
    with pytest.raises(DataError, match="a date such as"):
        of("a = 1").optional_date("a")


def test_the_least_whole_number_is_the_callers() -> None:
    assert of("a = 3").integer("a", least=3) == 3
    with pytest.raises(DataError, match="is 2; at least 3 is needed"):
        of("a = 2").integer("a", least=3)


def test_a_table_read_to_its_last_key_is_done() -> None:
    table = of("a = 1\nb = 'x'")
    table.integer("a")
    table.text("b")
    table.done()


def test_an_unknown_key_is_refused_by_its_name() -> None:
    table = of("a = 1\nmispelt = 2")
    table.integer("a")
    with pytest.raises(DataError, match=r"^data\.toml: mispelt: is not a key that is known here"):
        table.done()


def test_a_key_inside_lists_and_tables_is_named_by_its_whole_path() -> None:
    top = of("[[rows]]\ncell = { size = 1 }\n[[rows]]\ncell = { size = 'x' }")
    with pytest.raises(DataError) as refusal:
        top.tables("rows")[1].table("cell").integer("size")
    assert refusal.value.key == "rows[2].cell.size"


def test_has_and_names_tell_what_is_there_without_reading_it() -> None:
    table = of("b = 1\na = 2")
    assert table.has("a")
    assert not table.has("c")
    assert list(table.names()) == ["b", "a"]
    with pytest.raises(DataError, match="b: is not a key"):
        table.done()


@pytest.mark.parametrize(
    "text",
    [
        "a = ",
        "a = 1\na = 2",
        "a = 2022-13-45",
        f"a = {'9' * 5000}",
        f"a = {'[' * 20_000}",
        "a = 1e99999999999999999999",
    ],
    ids=["nothing", "twice", "no such day", "endless number", "endless nesting", "endless exponent"],
)
def test_what_is_not_toml_is_refused_and_never_crashes(text: str) -> None:
    with pytest.raises(DataError, match=r"^data\.toml: is not valid TOML"):
        of(text)


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.toml: cannot be read \(it is not there\)"):
        read_toml(tmp_path / "nothing.toml")


def test_a_file_that_notepad_gave_another_ending_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "office.toml.txt").write_text("a = 1", encoding="utf-8")
    with pytest.raises(DataError, match=r"There is office\.toml\.txt: take the \.txt off its name"):
        read_toml(tmp_path / "office.toml")


def test_what_is_not_toml_is_shown_with_its_line_and_how_it_is_written() -> None:
    with pytest.raises(
        DataError, match=r"line 2, which reads: b = \u201cPartner\u201d\. Write name = \"text\" with straight"
    ):
        of('a = "x"\nb = \u201cPartner\u201d\n')


def test_a_folder_is_refused_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_toml(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('a = "Montréal"'.encode("latin-1"))
    with pytest.raises(DataError, match="with the encoding UTF-8"):
        read_toml(path)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'a = "Montréal"\r\nb = 2\r\n'.encode())
    table = read_toml(path)
    assert (table.text("a"), table.integer("b")) == ("Montréal", 2)


def test_a_refusal_is_an_error_for_people_and_says_file_key_and_reason() -> None:
    assert issubclass(DataError, SecorError)
    assert str(DataError("f.toml", "a.b", "is wrong")) == "f.toml: a.b: is wrong"
    assert str(DataError("f.toml", "", "is wrong")) == "f.toml: is wrong"


@pytest.mark.parametrize(
    ("taken", "refused", "words"),
    [
        ("# " + "x" * 249_998, "# " + "x" * 249_999, "has 250,001 characters; at most 250,000 are allowed"),
        ("a = 1\n# " + "." * 64, "a = 1\n# " + "." * 65, "has more than 64 full stops in line 2; break that line up"),
    ],
    ids=["characters of a text", "full stops in a line"],
)
def test_a_text_is_as_long_as_its_parsing_stays_short(taken: str, refused: str, words: str) -> None:
    of(taken)
    with pytest.raises(DataError, match=words):
        of(refused)


def test_a_name_to_which_notepad_added_an_ending_is_named(tmp_path: Path) -> None:
    (tmp_path / "office.toml.txt").write_text("a = 1", encoding="utf-8")
    with pytest.raises(DataError, match=r"There is office\.toml\.txt: take the \.txt off its name"):
        read_toml(tmp_path / "office.toml")


def test_what_a_message_shows_of_a_text_is_short() -> None:
    for text in (f'key = "{"x" * 100_000}"', f"{'k' * 100_000} = 1", f"{'k' * 100_000} = 1 2"):
        with pytest.raises(DataError) as caught:
            TomlTable.done(of(text)) if text.startswith("k" * 9) else of(text).integer("key")
        assert len(str(caught.value)) < 2_000
