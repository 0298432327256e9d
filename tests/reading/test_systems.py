"""Systems between employer and candidate, known by their senders (domain.md D)."""

import pytest

from agent.reading.facts import Sign
from agent.reading.message import Address
from agent.reading.systems import system_of, takes_replies, tenant_of
from tests.reading.mail_of import Mail, verdict_of


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("no-reply@hire.lever.co", "Lever"),
        ("no-reply@us.greenhouse-mail.io", "Greenhouse"),
        ("acme@myworkday.com", "Workday"),
        ("notifications@calendly.com", "Calendly"),
        ("jobs-noreply@linkedin.com", "LinkedIn"),
        ("ana@acme.teamtailor-mail.com", "Teamtailor"),
        ("no-reply@acme.csod.com", "Cornerstone"),
        ("no-reply@refline.ch", "Refline"),
        ("no-reply@gestmax.fr", "Gestmax"),
        ("no-reply@hiringroom.com", "HiringRoom"),
        ("no-reply@quickin.io", "Quickin"),
        ("no-reply@inpa.gov.it", "inPA"),
        ("no-reply@hroffice.nl", "HROffice"),
        ("dse@docusign.net", "DocuSign"),
    ],
)
def test_a_system_is_known_by_its_domain(address: str, name: str) -> None:
    system = system_of(address)

    assert system is not None
    assert system.name == name


@pytest.mark.parametrize(
    "address", ["ana@clever.co", "ana@notcalendly.com", "ana@lever.co.example"]
)
def test_domains_match_on_whole_labels_only(address: str) -> None:
    assert system_of(address) is None


@pytest.mark.parametrize(
    ("address", "tenant"),
    [
        ("acme+1f2e@hire.lever.co", "acme"),
        ("acme+autoreply@talent.icims.com", "acme"),
        ("acme@myworkday.com", "acme"),
        ("acme-jobs@m.personio.de", "acme"),
        ("ana.acme@recruitee-mailbox.com", "acme"),
        ("ana@acme.teamtailor-mail.com", "acme"),
        ("no-reply@acme.comeet-notifications.com", "acme"),
        ("careers@acme-talent.freshteam.com", "acme"),
        ("noreply@myworkday.com", None),
        ("hr@myworkday.com", None),
        ("ana@acme.example", None),
    ],
)
def test_the_employer_may_stand_in_the_systems_address(address: str, tenant: str | None) -> None:
    assert tenant_of(Address("", address)) == tenant


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("ana.ruiz@acme.example", True),
        ("careers@acme.example", True),
        ("acme+1f2e@hire.lever.co", True),
        ("ana@acme.teamtailor-mail.com", True),
        ("no-reply@acme.example", False),
        ("ta-noreply@acme.example", False),
        ("donotreply@acme.example", False),
        ("ne-pas-repondre@acme.example", False),
        ("nao-responda@gupy.com.br", False),
        ("acme+autoreply@talent.icims.com", False),
        ("acme@myworkday.com", False),
        ("scheduling@goodtime.io", False),
        ("mailer-daemon@acme.example", False),
        ("calendar-notification@google.com", False),
    ],
)
def test_nobody_reads_what_is_sent_to_a_no_reply_sender(address: str, read: bool) -> None:
    assert takes_replies(Address("", address)) is read


RELAYED = """Hello Jo,

we would like to talk to you on Tuesday 10 February at 14:00. Does that suit you?

Best wishes
{signed}
"""


@pytest.mark.parametrize(
    ("sender", "signed"),
    [
        ("Jeanne Delmas <jeanne.delmas@hire.lever.co>", "Jeanne Delmas"),
        ("Jeanne Delmas <jeanne@employer.teamtailor-mail.com>", "Jeanne"),
        ("Jeanne Delmas <j.delmas@candidates.workablemail.com>", "Jeanne Delmas\nPeople team"),
        ("Ashlow Delmas <a.delmas@hire.lever.co>", "Ashlow Delmas"),
    ],
)
def test_who_writes_and_signs_through_a_systems_relay_is_a_person(sender: str, signed: str) -> None:
    verdict = verdict_of(Mail("A talk", RELAYED.format(signed=signed), sender))

    assert Sign.BY_PERSON in verdict.signs


@pytest.mark.parametrize(
    ("sender", "signed"),
    [
        ("Jeanne Delmas <no-reply@hire.lever.co>", "Jeanne Delmas"),
        ("Jeanne Delmas <jeanne.delmas@hire.lever.co>", "The hiring team"),
        ("Larkspur Careers <larkspur@hire.lever.co>", "Larkspur Careers"),
    ],
)
def test_a_system_that_nobody_signs_for_or_reads_is_no_person(sender: str, signed: str) -> None:
    verdict = verdict_of(Mail("A talk", RELAYED.format(signed=signed), sender))

    assert Sign.BY_PERSON not in verdict.signs
