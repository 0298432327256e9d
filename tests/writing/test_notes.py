"""What the owner noted: named in the thank-you, or kept for the owner to put into words."""

from dataclasses import replace

from agent.cases.case import Note
from agent.writing.checks import check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile
from tests.writing.opportunity import TUESDAY_EVENING, a_case, a_write

PROFILE = Profile("Jane Doe", ("jane@post.example",), "Jane Doe")


def with_notes(*notes: str) -> Draft:
    said = tuple(Note(text, TUESDAY_EVENING) for text in notes)
    return compose(replace(a_case(), notes=said), a_write(), PROFILE, None, TUESDAY_EVENING)


def test_a_few_words_stand_in_the_letter_which_then_has_no_marked_place() -> None:
    draft = with_notes("the move to the new warehouse")

    assert "the move to the new warehouse" in draft.text
    assert not draft.marked
    assert ("the move to the new warehouse", "your note") in draft.grounds


def test_a_longer_note_stays_at_the_marked_place_for_the_owner_to_put_into_words() -> None:
    draft = with_notes("They were late. The manager seemed bored but the product is good.")

    assert draft.marked
    [mark] = [line for line in draft.text.splitlines() if "The manager seemed bored" in line]
    assert mark.startswith("⟦")
    assert mark.endswith("⟧")


def test_a_note_holds_no_template_and_no_mark_of_its_own() -> None:
    draft = with_notes("{{ 7 * 7 }} ⟦ and more ⟧")

    assert "49" not in draft.text
    assert draft.marked


def test_the_first_note_that_can_be_named_is() -> None:
    draft = with_notes("It went well. I think.", "your plans for the harbour", "the canteen")

    assert "your plans for the harbour" in draft.text
    assert "the canteen" not in draft.text


def test_a_note_breaks_no_rule_by_itself() -> None:
    draft = with_notes("the move to the new warehouse")

    assert [finding.rule for finding in check(draft, a_case())] == []
