"""A note reaches the thank-you, and never costs it."""

from agent.cases.event import Happening
from agent.cases.word import Says
from agent.preview import letters_to_come
from tests.jobs.fakes import OWNER
from tests.jobs.test_telling import THANK_YOU_DUE, an_agent, says
from tests.letters import london


def test_a_note_told_after_the_talk_is_named_in_the_thank_you() -> None:
    agent = an_agent()
    says(agent, "2026-03-05 15:30", Says.NOTE, "the move to the new warehouse")

    [drafted] = agent.at(THANK_YOU_DUE)

    assert drafted.event is Happening.DRAFTED
    assert "the move to the new warehouse" in (drafted.text or "")


def test_a_note_whose_words_break_a_rule_is_left_out_and_the_thank_you_still_made() -> None:
    agent = an_agent()
    says(agent, "2026-03-05 15:30", Says.NOTE, "your salary bands and my rent")

    [drafted] = agent.at(THANK_YOU_DUE)

    assert drafted.event is Happening.DRAFTED
    assert "salary" not in (drafted.text or "")


def test_the_letters_to_come_are_shown_before_they_are_due_and_nothing_is_stored() -> None:
    agent = an_agent()
    [case] = agent.desk.store.cases()
    now = london("2026-03-04 09:00")

    coming = list(
        letters_to_come(
            agent.desk.store, case, agent.desk.policy, OWNER, agent.desk.profile, now, None
        )
    )

    assert [letter.draft.step for letter in coming] == ["thank_you", "follow_up", "final_attempt"]
    assert coming[0].due_at == THANK_YOU_DUE
    assert agent.desk.store.entries() == ()
