"""A strength reaches one letter of a case, and one letter of a person."""

from dataclasses import replace

from agent.cases.case import Entry, EntryStatus, Key, Step
from agent.preview import letters_to_come
from agent.writing.draft import Strength
from agent.writing.template_files import TemplateFile, Templates
from tests.jobs.fakes import OWNER, Agent
from tests.jobs.test_telling import FOLLOW_UP_DUE, THANK_YOU_DUE, an_agent
from tests.letters import london

FRAME = "One point from my own experience speaks for this role in particular: "


def a_strong_agent() -> Agent:
    agent = an_agent()
    [case] = agent.desk.store.cases()
    strength = Strength("ten years of it", "en", need=case.role or "")
    profile = replace(agent.desk.profile, strengths=(strength,))
    agent.desk = replace(agent.desk, profile=profile)
    return agent


def test_the_thank_you_names_it_and_the_follow_up_does_not() -> None:
    agent = a_strong_agent()

    [thank_you] = agent.at(THANK_YOU_DUE)
    [follow_up] = [e for e in agent.at(FOLLOW_UP_DUE) if e.step is Step.FOLLOW_UP]

    assert "ten years of it." in (thank_you.text or "")
    assert follow_up.text
    assert "ten years" not in follow_up.text


def test_the_letters_to_come_name_it_once_with_its_ground() -> None:
    agent = a_strong_agent()
    [case] = agent.desk.store.cases()
    now = london("2026-03-04 09:00")
    store, desk = agent.desk.store, agent.desk

    coming = list(letters_to_come(store, case, desk.policy, OWNER, desk.profile, now, None))
    only = list(letters_to_come(store, case, desk.policy, OWNER, desk.profile, now, Step.FOLLOW_UP))

    grounds = [[source for _, source in letter.draft.grounds] for letter in coming]
    assert ["your profile" in sources for sources in grounds] == [True, False, False]
    assert "ten years" not in only[0].draft.text


def test_who_has_read_of_it_in_another_case_does_not_read_of_it_again() -> None:
    agent = a_strong_agent()
    [case] = agent.desk.store.cases()
    to = next(person.address for person in case.people if person.address)
    earlier = Entry(
        Key("another case", "", "", Step.THANK_YOU, to),
        EntryStatus.SENT,
        london("2026-02-01 09:00"),
        text=f"Dear Nadia,\n\nThank you. {FRAME}ten years of it.\n",
    )
    agent.desk.store.intend(earlier)

    [thank_you] = agent.at(THANK_YOU_DUE)

    assert "ten years" not in (thank_you.text or "")


def test_a_strength_that_breaks_a_rule_of_the_owners_is_left_out_and_the_letter_still_made() -> (
    None
):
    agent = a_strong_agent()
    rules = TemplateFile("en", "rules.yaml", "pushy: [ten years]")
    profile = replace(agent.desk.profile, templates=Templates((rules,)))
    agent.desk = replace(agent.desk, profile=profile)

    [thank_you] = agent.at(THANK_YOU_DUE)

    assert thank_you.text
    assert "ten years" not in thank_you.text
