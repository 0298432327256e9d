"""One field, one address: the strict grammar refuses what two programs would read differently."""

import pytest

from agent.reading.addresses import addr_spec, address_list


def found(value: str) -> list[tuple[str, str]]:
    addresses, _ = address_list(value)
    return [(address.name, address.address) for address in addresses]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ana@firm.example", [("", "ana@firm.example")]),
        ("Ana Ruiz <Ana@Firm.Example>", [("Ana Ruiz", "ana@firm.example")]),
        ('"Ruiz, Ana" <ana@firm.example>', [("Ruiz, Ana", "ana@firm.example")]),
        ("ana@firm.example (Ana Ruiz)", [("Ana Ruiz", "ana@firm.example")]),
        ("=?utf-8?Q?J=C3=B6rg?= <j@firm.example>", [("Jörg", "j@firm.example")]),
        (
            "Team: ana@firm.example, bo@firm.example;",
            [("", "ana@firm.example"), ("", "bo@firm.example")],
        ),
        ("ana@bücher.example", [("", "ana@xn--bcher-kva.example")]),
        ("jobs+7f3a@hire.example", [("", "jobs+7f3a@hire.example")]),
    ],
    ids=["bare", "named", "comma in quotes", "comment", "encoded", "group", "idna", "plus tag"],
)
def test_the_usual_forms_are_read(value: str, expected: list[tuple[str, str]]) -> None:
    assert found(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "ana@firm.example)<bob@evil.example>",
        "<ana@firm.example> <bob@evil.example>",
        "<ana@firm.example> bob@evil.example",
        "<@relay.example:ana@firm.example>",
        '"ana@firm.example"@evil.example',
        "ana@[192.0.2.1]",
        "ana@firm..example",
        ".ana@firm.example",
        "ana@-firm.example",
        "ana @firm.example bob",
        '"Ana <ana@firm.example>',
        "<@",
        "a@[",
        "(" * 1000,
    ],
)
def test_what_two_programs_read_differently_is_no_address(value: str) -> None:
    addresses, whole = address_list(value)

    assert addresses == ()
    assert not whole or not value.strip("(")


def test_an_encoded_word_hides_a_name_never_an_address() -> None:
    hidden = "=?utf-8?Q?hr=40firm=2Eexample_=3Ca=40firm=2Eexample=3E?= <eve@evil.example>"

    assert [address for _, address in found(hidden)] == ["eve@evil.example"]


def test_a_good_address_survives_a_broken_neighbour_and_the_field_is_marked() -> None:
    addresses, whole = address_list("nobody at all, Ana <ana@firm.example>")

    assert [address.address for address in addresses] == ["ana@firm.example"]
    assert not whole


def test_an_address_has_one_spelling() -> None:
    assert addr_spec(" Ana@FIRM.example ") == "ana@firm.example"
    assert addr_spec("no address") is None
