"""What to say on the phone: a script and a voicemail, for the owner to read. The agent never
calls."""

from agent.cases.case import Case, Round
from agent.writing.draft import Profile
from agent.writing.fields import clean
from agent.writing.letter import tidy
from agent.writing.particulars import position
from agent.writing.wording import Language, Letter, language_for


def call_script(case: Case, profile: Profile) -> str:
    """At most 120 words in the order of domain.md A.4 (name, thanks, next steps, what stayed with
    you, thanks again), and below it a voicemail of at most 40; each under its heading."""
    language = language_for(
        profile.language(case.language),
        Letter.PHONE_CALL,
        familiar=profile.familiar(case.familiar),
        templates=profile.templates,
    )
    words = language.words
    script, voicemail = (
        tidy(
            template.render(
                me=clean(profile.name),
                position=position(case, words),
                on_day=_on_day(case, language),
            ),
        )
        for template in language.phrasings[Letter.PHONE_CALL]
    )
    call, message = words.call_headings
    return f"{call}\n\n{script}\n\n{message}\n\n{voicemail}"


def _on_day(case: Case, language: Language) -> str:
    """The date of the last interview: without a clock, no weekday says which week is meant."""
    days = [round_.on for round_ in case.rounds if _took_place(round_) and round_.on]
    if not days:
        return ""
    day = max(days)
    on_date = language.words.on_date.render(day=day.day, month=language.words.months[day.month - 1])
    return f" {on_date}"


def _took_place(round_: Round) -> bool:
    return not round_.cancelled and round_.held is not False
