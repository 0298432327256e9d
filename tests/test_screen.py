"""What a person reads in the terminal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent import screen
from agent.cases.prompts import Prompt
from tests.cases.builders import POLICY, an_invitation, at, the_case


def test_questions_by_mail_are_told_as_long_as_a_reply_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = the_case([an_invitation()])
    asked_at = at(3, "15:30")
    prompt = Prompt(case.id, "uid-1", None, "<asked@post.example>", asked_at, "How?")
    of_others = replace(prompt, case="gone")

    screen.prompts([prompt, of_others], [case], POLICY, asked_at)
    told = " ".join(capsys.readouterr().out.split())
    screen.prompts([prompt], [case], POLICY, asked_at + timedelta(days=7))
    later = capsys.readouterr().out

    assert told == (
        "You were asked by mail how it went: Nordlicht, Engineer."
        " A reply counts until Tue 10 Mar 2026, 15:30."
    )
    assert later == ""
