"""Job: a draft that a person will look at, in the words of the owner's language model.

Off where the desk has none. The model is asked once for a draft; whatever it does, there is a
letter: its own text, if it passes every check, else the template's (failures.md O1, O4).
"""

import logging
from dataclasses import replace

from agent.cases.case import Case, Entry, Mode
from agent.cases.leaving import mode_of
from agent.errors import AgentError
from agent.ports import Desk
from agent.writing.draft import Draft
from agent.writing.rewording import Request, body_of, faults, request_for, with_answer

LOG = logging.getLogger("afterword")


def in_other_words(desk: Desk, draft: Draft, entry: Entry, case: Case) -> Draft:
    """The draft as it is to be put there: reworded where a model is set up and its text may stand.

    A row that is resumed has its text already: nobody is asked again, and the bytes are the same.
    """
    if entry.text:
        return replace(draft, text=entry.text) if in_words_of(entry, desk, draft, case) else draft
    if desk.reword is None or mode_of(case, draft.step, desk.policy) is Mode.SEND:
        return draft
    request = _request(desk, draft, case)
    if request is None:
        return draft
    try:
        answer = desk.reword(request)
    except AgentError as error:
        LOG.warning("case=%s step=%s is not reworded: %s", case.id, draft.step, error)
        return draft
    wrong = faults(draft, request, answer, case, desk.profile.templates)
    if wrong:
        LOG.warning("case=%s step=%s is not reworded: %s", case.id, draft.step, ", ".join(wrong))
        return draft
    return with_answer(draft, request, answer)


def in_words_of(entry: Entry, desk: Desk, draft: Draft, case: Case) -> bool:
    """Whether the letter of this row is the draft, or the draft reworded."""
    if entry.text == draft.text:
        return True
    request = _request(desk, draft, case)
    if request is None:
        return False
    templates = desk.profile.templates
    body = request.emptied(body_of(entry.text, draft, templates))
    if not body or with_answer(draft, request, body).text != entry.text:
        return False
    return not faults(draft, request, body, case, templates)


def _request(desk: Desk, draft: Draft, case: Case) -> Request | None:
    familiar = desk.profile.familiar(case.familiar)
    return request_for(draft, familiar=familiar, templates=desk.profile.templates)
