"""What a letter's template is given: its variables, and those it cannot do without."""

from agent.writing.wording import Letter

MEANINGS = {
    "position": 'the opening: "the Data Engineer role at Acme", as far as it is known',
    "role": 'its name alone: "Data Engineer"; "" if not known',
    "on_day": 'when you met, with a space before it: " on Tuesday"; "" if not known',
    "names": 'the others to thank: "Ann Lee and Ben Okafor"; "" if there are none',
    "names_or_interviewers": 'the same; "the interviewers" if no name is known',
    "met": "true if the reader was in the interview",
    "strength": 'a sentence on a strength of yours that fits the role; "" if none does',
    "promised": 'the day by which they want to answer: "12 March"; "" if not known',
    "wrote": 'the day of your last letter: "10 March"; "" if not known',
    "me": "your name",
}

_ALWAYS = frozenset({"position", "role", "on_day", "met"})
VARIABLES = {
    Letter.THANK_YOU: _ALWAYS | {"names", "strength"},
    Letter.THANK_YOU_LATE: _ALWAYS | {"names", "strength"},
    Letter.THANK_YOU_THROUGH: _ALWAYS | {"names_or_interviewers"},
    Letter.FOLLOW_UP: _ALWAYS | {"strength"},
    Letter.FOLLOW_UP_PROMISED: _ALWAYS | {"promised"},
    Letter.FINAL_ATTEMPT: _ALWAYS | {"wrote"},
    Letter.FEEDBACK_REQUEST: _ALWAYS,
    Letter.GRACIOUS_REPLY: _ALWAYS,
    Letter.DELAY_ACKNOWLEDGED: _ALWAYS | {"promised"},
    Letter.WITHDRAWAL: _ALWAYS,
    Letter.PHONE_CALL: frozenset({"me", "position", "on_day"}),
}

NEEDED = {  # wherever the letter is given it
    "position": "the role and the company",
    "names": "the other interviewers",
    "names_or_interviewers": "the interviewers",
    "promised": "the date that they had named",
    "me": "your name",
}
WITH_PLACE = frozenset({Letter.THANK_YOU, Letter.THANK_YOU_LATE})  # for what was talked about


def head(letter: Letter) -> str:
    """A comment for the top of a copied file, which renders to nothing."""
    variables = [f"  {{{{ {name} }}}}  {MEANINGS[name]}" for name in sorted(VARIABLES[letter])]
    place = ["  ⟦…⟧  the place for what was talked about; your note, or you, fill it in"]
    lines = [
        "{# This file takes the place of the built-in one. To proofread: afterword templates check",
        "Three hyphens alone in a line stand between two phrasings. What can be used:",
        *variables,
        *(place if letter in WITH_PLACE else []),
        "  {% if names %} … {% else %} … {% endif %}  where something may not be known #}",
    ]
    return "\n".join(lines)
