"""The owner's own templates: used in place of the built-in ones, proofread, and never more than
templates."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.cases.case import Case, Person, Step
from agent.cases.plan import Write
from agent.writing.call import call_script
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Strength
from agent.writing.proofreading import WORD_FILES, Flaw, flaws, letter_of_file
from agent.writing.template_files import ROOT, TemplateFile, Templates, built_in_languages
from agent.writing.variables import MEANINGS, NEEDED, VARIABLES, head
from agent.writing.wording import Letter, bodies, codes, language_of
from tests.writing.opportunity import JANE, TUESDAY_EVENING, a_case, a_write

MINE = """\
Many thanks for the talk{{ on_day }} about {{ position }}.{% if names %} Please thank
{{ names }}, too.{% endif %} It was good to meet.

⟦What stayed with you.⟧

I would like to do this work, and I am glad to send whatever would be useful to you. If a question
comes up, please write to me at any time; I will answer at once.
"""
NAMES = "{% if names %} Please thank\n{{ names }}, too.{% endif %}"
MINE_TOO = MINE.replace("Many thanks for", "I am grateful for")


def own(text: str, name: str = "thank_you.txt", language: str = "en") -> Templates:
    return Templates((TemplateFile(language, name, text),))


def a_letter(templates: Templates, case: Case | None = None, write: Write | None = None) -> Draft:
    profile = replace(JANE, templates=templates)
    return compose(case or a_case(), write or a_write(), profile, None, TUESDAY_EVENING)


def blocking(templates: Templates) -> list[str]:
    """What refuses them, as "line: what"."""
    return [f"{f.line}: {f.what}" for f in flaws(templates) if f.level is Level.BLOCK]


def warnings(templates: Templates) -> list[str]:
    return [flaw.what for flaw in flaws(templates) if flaw.level is Level.WARN]


# In place of the built-in ones


def test_an_own_file_takes_the_place_of_the_built_in_one() -> None:
    draft = a_letter(own(f"{MINE}---\n{MINE_TOO}"))

    assert "I would like to do this work" in draft.text
    assert check(draft, a_case(), own(MINE))[0].words == "⟦What stayed with you.⟧"


def test_what_is_not_there_stays_built_in() -> None:
    templates = own(MINE)

    follow_up = a_letter(templates, write=a_write(Step.FOLLOW_UP))
    german = a_letter(templates, a_case(language="de"))

    assert follow_up.text == a_letter(Templates(), write=a_write(Step.FOLLOW_UP)).text
    assert german.text == a_letter(Templates(), a_case(language="de")).text


def test_a_polite_letter_of_ones_own_does_not_replace_the_familiar_one() -> None:
    templates = own(MINE.replace("Many thanks", "Vielen Dank"), language="de")
    familiar = a_case(language="de", familiar=True)

    assert a_letter(templates, familiar).text == a_letter(Templates(), familiar).text
    assert "Vielen Dank for the talk" in a_letter(templates, a_case(language="de")).text


def test_words_are_replaced_key_by_key() -> None:
    templates = own(
        'closings: ["Yours,"]\nsubjects: {thank_you: ["Thank you, once more"]}', "words.yaml"
    )

    draft = a_letter(templates)
    other = a_letter(templates, write=a_write(Step.FOLLOW_UP))

    assert flaws(templates) == ()
    assert draft.text.endswith("\n\nYours,\nJane Doe\n+44 20 7946 0000")
    assert draft.subject == "Thank you, once more"
    assert draft.text.startswith("Dear Anna,")
    assert other.subject == "Data Engineer – following up on our conversation"


def test_rules_of_the_owner_are_kept() -> None:
    templates = own("pushy: [Stayed with me, no rush]", "rules.yaml")
    draft = replace(a_letter(templates), text="Dear Anna,\n\nThanks! Acme, Data Engineer. No rush.")

    assert ("E11", "no rush") in [(f.rule, f.words) for f in check(draft, a_case(), templates)]
    assert "E11" not in [f.rule for f in check(draft, a_case())]


def test_a_language_that_is_not_built_in_may_be_written() -> None:
    english = {
        name: (ROOT / "en" / name).read_text("utf-8") for name in ("words.yaml", "rules.yaml")
    }
    files = {**english, "thank_you.txt": f"{MINE}---\n{MINE_TOO}"}
    templates = Templates(tuple(TemplateFile("sv", *item) for item in files.items()))

    draft = a_letter(templates, a_case(language="sv"))

    assert blocking(templates) == []
    assert draft.language == "sv"
    assert a_letter(templates, a_case(language="sv"), a_write(Step.FOLLOW_UP)).language == "en"


def test_a_comment_and_a_condition_leave_no_blank_lines() -> None:
    text = MINE.replace("⟦", "{# mine #}\n\n{% if strength %}\n{{ strength }}\n{% endif %}\n\n⟦")

    draft = a_letter(own(text))

    assert "\n\n\n" not in draft.text
    assert blocking(own(text)) == []


def test_a_strength_stands_where_the_template_puts_it_and_nowhere_else() -> None:
    strong = replace(JANE, strengths=(Strength("data modelling", "en"),))
    placed = own(MINE.replace("I would like", "{{ strength }} I would like"))

    with_place = compose(
        a_case(), a_write(), replace(strong, templates=placed), None, TUESDAY_EVENING
    )
    without = compose(
        a_case(), a_write(), replace(strong, templates=own(MINE)), None, TUESDAY_EVENING
    )

    assert "data modelling. I would like" in with_place.text
    assert "data modelling" not in without.text
    assert "your profile" in [source for _, source in with_place.grounds]
    assert "your profile" not in [source for _, source in without.grounds]


# Proofread


def everything() -> Templates:
    """The built-in files, as if the owner had copied them all."""
    copies = []
    for language in sorted(built_in_languages()):
        for file in sorted((ROOT / language).iterdir(), key=lambda file: file.name):
            letter, text = letter_of_file(file.name), file.read_text("utf-8")
            if not (letter or file.name in WORD_FILES):
                continue  # what is not for the owner to write
            text = f"{head(letter)}\n\n{text}" if letter else text
            copies.append(TemplateFile(language, file.name, text))
    return Templates(tuple(copies))


def test_a_copy_of_everything_with_its_heads_is_right_and_writes_the_same_letters() -> None:
    copies = everything()

    assert flaws(copies) == ()
    for code in codes():
        case = a_case(language=code)
        assert a_letter(copies, case).text == a_letter(Templates(), case).text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            MINE.replace("{{ position }}", "{{ position"), "1: is no template", id="syntax"
        ),
        pytest.param(
            MINE.replace("I would", "{{ company }} I would"),
            "6: no such variable: company; there are met, names, on_day, position, role, strength",
            id="unknown variable",
        ),
        pytest.param(
            MINE.replace("{{ position }}", "the job"),
            "1: does not name the role and the company: use {{ position }}",
            id="no role",
        ),
        pytest.param(
            MINE.replace(NAMES, ""),
            "1: does not name the other interviewers: use {{ names }}",
            id="no interviewers",
        ),
        pytest.param(
            MINE.replace("⟦What stayed with you.⟧", "Well."),
            "1: should have one place for what was talked about: ⟦what to write there⟧",
            id="no place for the topic",
        ),
        pytest.param(
            MINE.replace("⟧", ""),
            "1: a marked place ⟦…⟧ is not closed, or not opened",
            id="open mark",
        ),
        pytest.param(
            f"{MINE}---\n\n---\n{MINE_TOO}",
            "9: an empty phrasing; is there a --- too many?",
            id="empty",
        ),
        pytest.param("", "1: an empty phrasing; is there a --- too many?", id="empty file"),
        pytest.param(
            MINE.replace("Many thanks", "Hello again"), "E9: no word of thanks", id="no thanks"
        ),
        pytest.param(
            MINE.replace("whatever", "my salary wish or whatever"),
            "6: E14: no letter may say “salary”",
            id="forbidden phrase",
        ),
        pytest.param(MINE.replace("to you.", "to you?"), "E.2: 1 questions", id="a question"),
        pytest.param(MINE.replace("whatever", "[fill in]"), "6: E1: [fill in]", id="a placeholder"),
        pytest.param(
            MINE.replace(NAMES, " Thanks to {{ names }}."),
            "reads “to .” where a value is not known",
            id="a gap where no name is known",
        ),
        pytest.param(
            MINE.replace("{{ on_day }}", "{{ on_day.__class__ }}"),
            "1: an attribute, .name has no place in a template",
            id="an attribute",
        ),
        pytest.param(
            MINE + "{% include 'words.yaml' %}",
            "8: {% include %} has no place in a template",
            id="include",
        ),
        pytest.param(
            MINE + "{% import 'x' as x %}",
            "8: {% import %} has no place in a template",
            id="import",
        ),
        pytest.param(
            MINE + "{% for x in 'ab' %}{{ x }}{% endfor %}",
            "8: {% for %} has no place in a template",
            id="a loop",
        ),
        pytest.param(
            MINE + "{{ range(9) }}", "8: a call, (…) has no place in a template", id="a call"
        ),
        pytest.param(MINE + "{{ role|pprint }}", "8: no such filter: pprint", id="unknown filter"),
        pytest.param(
            MINE + "{{ role|upper(1) }}", "8: a filter is given nothing", id="filter with values"
        ),
        pytest.param(
            MINE + "{{ role * 10000 }}",
            "8: an expression (Mul) has no place in a template",
            id="arithmetic",
        ),
        pytest.param(
            MINE + "{{ role if met }}", "8: an if within {{ }} needs its else", id="if without else"
        ),
        pytest.param(
            MINE + "{% if role > 3 %}x{% endif %}", "8: values are compared by", id="order"
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, problem: str) -> None:
    found = blocking(own(text))

    assert any(problem in line for line in found), found


def test_all_problems_of_all_files_are_named_at_once() -> None:
    one = TemplateFile(
        "en", "thank_you.txt", f"{MINE}{{{{ company }}}}\n---\nNo thanks, {{{{ position }}}}."
    )
    other = TemplateFile("de", "follow_up.txt", "Danke für {{ position }}. Und das Gehalt? Wann?")
    unknown = TemplateFile("en", "thankyou.txt", MINE)
    nowhere = TemplateFile("", "thank_you.txt", MINE)

    found = [(f.language, f.name, f.line) for f in flaws(Templates((one, other, unknown, nowhere)))]

    assert sorted(set(found)) == [
        ("", "thank_you.txt", 1),
        ("de", "follow_up.txt", 1),
        ("en", "thank_you.txt", 8),
        ("en", "thank_you.txt", 10),
        ("en", "thankyou.txt", 1),
    ]


def test_a_misspelt_file_is_no_file_we_know() -> None:
    [line] = blocking(own(MINE, "thankyou.txt"))

    assert line == "1: is not a file we know; did you mean thank_you.txt?"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("greetings: Hi", "1: greetings: is not a key we know"),
        ("\nwhole_name: maybe", "2: whole_name: should be true or false"),
        ("closings: []", "1: closings: should hold at least one"),
        ("closings:\n  - Yours,\n  - 5", "3: closings.1: should be text"),
        ("months: [January]", "1: months: should hold 12"),
        ('greeting: "Dear {{ surname }},"', "1: greeting: no such variable: surname"),
        ('greeting: "Dear {{ name.__class__ }},"', "no such attribute: __class__"),
        ('greeting: "{{ name.upper() }}"', "no such attribute: upper"),
        ('greeting: "{{ name[9] }}"', "a sample letter could not be written"),
        ("greeting: '{% include \"x\" %}'", "{% include %} has no place"),
        ("subjects:\n  thankyou: [Thanks]", "2: subjects.thankyou: is not a key we know"),
        ("a: [", "is no YAML"),
        ("just words", "keys of its own"),
    ],
)
def test_what_is_wrong_with_words_is_named_with_its_line(text: str, problem: str) -> None:
    found = blocking(own(text, "words.yaml"))

    assert any(problem in line for line in found), found


def test_a_rule_that_refuses_our_own_letters_is_named() -> None:
    found = blocking(own("# mine\npushy:\n  - chop chop\n  - time frame\n", "rules.yaml"))

    assert found == ["4: E11: no letter may say “time frame”"]


def test_a_subject_of_the_owners_stays_one_line_and_shouts_at_nobody() -> None:
    two_lines = own('subjects: {thank_you: ["Thank you\\nBcc: all@acme.example"]}', "words.yaml")
    urgent = own('subjects:\n  thank_you: ["Urgent: thank you very much"]', "words.yaml")

    assert a_letter(two_lines).subject == "Thank you Bcc: all@acme.example"
    assert blocking(urgent) == ["2: E6: Urgent: thank you very much"]


def test_a_language_of_ones_own_needs_words_and_rules() -> None:
    found = blocking(own(MINE, language="sv"))

    assert found == ["1: nothing is built in for sv; it needs words.yaml and rules.yaml, too"]


def test_words_of_a_language_of_ones_own_must_be_whole() -> None:
    found = blocking(own('greeting: "Hej {{ name }},"', "words.yaml", "sv"))

    assert "1: months: is missing; nothing is built in for sv" in found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hello, this is {{ me }}, about {{ position }}. Thank you.", "after a line ---"),
        (
            "Hello, {{ me }}, {{ position }}.\n---\nThank you, {{ me }}.",
            "3: does not name the role",
        ),
        (
            "Hi, {{ me }}, {{ position }}.\n---\nYes, {{ me }}, {{ position }}.",
            "R35: no word of thanks",
        ),
    ],
)
def test_a_call_script_is_proofread_too(text: str, problem: str) -> None:
    found = blocking(own(text, "phone_call.txt"))

    assert any(problem in line for line in found), found


def test_an_own_call_script_is_what_the_owner_reads() -> None:
    templates = own(
        "Hi, {{ me }} here. Thanks! {{ position }}?\n---\n{{ me }}: {{ position }}",
        "phone_call.txt",
    )

    script = call_script(a_case(), replace(JANE, templates=templates))

    assert blocking(templates) == []
    assert "Hi, Jane Doe here. Thanks! the Data Engineer role at Acme?" in script


def test_taste_is_only_a_warning() -> None:
    assert warnings(own(MINE)) == [
        "the only phrasing: a second such letter to the same person is not written (E17)"
    ]
    long = "I have more and more and more to say about all of this. " * 12
    assert any(what.startswith("E.2: ") for what in warnings(own(f"{MINE}\n{long}")))
    assert blocking(own(f"{MINE}\n{long}")) == []


def test_every_letter_has_its_variables_told() -> None:
    used = frozenset().union(*VARIABLES.values())

    assert set(VARIABLES) == set(Letter)
    assert used == set(MEANINGS)
    assert set(NEEDED) <= used
    for letter in Letter:
        assert all(f"{{{{ {name} }}}}" in head(letter) for name in VARIABLES[letter])


def test_each_phrasing_is_known_by_its_first_line() -> None:
    text = "\n\none\n\nmore\n---   \n\ntwo\n---\n"

    assert bodies(text) == ((3, "one\n\nmore"), (8, "two"), (10, ""))


def test_a_flaw_says_where_it_is() -> None:
    assert flaws(own(MINE.replace("{{ on_day }}", "{{ day }}"), language="fr"))[1] == Flaw(
        "fr",
        "thank_you.txt",
        1,
        Level.BLOCK,
        "no such variable: day; there are met, names, on_day, position, role, strength",
    )


ANYTHING = st.lists(
    st.sampled_from(
        [
            *("{{ position }}", "{{ names }}", "{% if names %}", "{% else %}", "{% endif %}", "{{"),
            *("{#", "#}", "{% set x = names %}", "{{ names[3:] }}", "{{ name.split() }}", "---"),
            *("⟦x⟧", "⟦", "Thank you. ", "?", "\n", "\n---\n", ": ", "- ", "[", "]", "{", "}"),
            *("greeting", "closings", "familiar", "subjects", "pushy", "months", "thanks", "&a"),
            *("*a", "!!python/name:os.system", "'", '"', "true", "5", "\0", "é", "  "),
        ]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    text=ANYTHING,
    name=st.sampled_from(["thank_you.txt", "phone_call.txt", "words.yaml", "rules.yaml", "x.txt"]),
    language=st.sampled_from(["en", "de", "sv", "", "x/y"]),
)
def test_whatever_stands_in_a_file_it_is_proofread_and_what_passes_can_be_written_with(
    text: str, name: str, language: str
) -> None:
    templates = own(text, name, language)

    if not blocking(templates):
        assert a_letter(templates, a_case(language=language)).text
        assert call_script(a_case(language=language), replace(JANE, templates=templates))


# Never more than values: what a mail says is not read as a template, whosever the template is

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            " 7919*7907 ",
            " role ",
            " position ",
            "self",
            "|upper",
            "''.__class__",
            "if true",
            "endif",
            "for x in range(9)",
            "include 'words.yaml'",
            "-",
            "⟦",
            "⟧",
            "\n",
            "---",
            " Acme ",
            "é",
        ]
    ),
    max_size=12,
).map("".join)
TOLD = Templates(
    (
        TemplateFile("en", "thank_you.txt", f"{MINE}{{{{ role }}}}"),
        TemplateFile(
            "en",
            "words.yaml",
            'greeting: "Dear {{ name }},"\nposition: "{{ role }} ({{ company }})"',
        ),
    )
)


@settings(max_examples=100, deadline=None)
@given(name=FRAGMENTS, company=FRAGMENTS, role=FRAGMENTS, other=FRAGMENTS, note=FRAGMENTS)
def test_template_syntax_out_of_a_mail_is_never_executed(
    name: str, company: str, role: str, other: str, note: str
) -> None:
    person = Person(name, "anna@acme.example", True, False, None, None)
    case = a_case(company=company, role=role, interviewers=(person,))
    write = a_write(to=person, interviewers=(other, "Ben Okafor"))

    for templates in (TOLD, Templates()):
        strong = replace(JANE, templates=templates, strengths=(Strength(note or "x", "en"),))
        draft = compose(case, write, strong, None, TUESDAY_EVENING)
        assert "62615533" not in draft.text + draft.subject  # 7919 * 7907
        assert "class 'str'" not in draft.text


def test_a_template_of_the_owners_has_no_functions_but_its_values() -> None:
    english = language_of("en", templates=own(MINE))

    assert english.phrasings[Letter.THANK_YOU][0].environment.globals == {}
