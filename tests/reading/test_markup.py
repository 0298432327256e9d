"""HTML as a person sees it."""

from agent.reading.markup import is_markup, page


def test_a_table_row_stays_on_one_line() -> None:
    html = (
        "<table><tr><td>Date</td><td>2 June</td></tr><tr><td>Time</td><td>10:00</td></tr></table>"
    )

    assert page(html).text == "Date 2 June\nTime 10:00"


def test_hidden_text_is_not_read() -> None:
    html = (
        '<div style="display:none">You are rejected</div><p hidden>Offer</p>'
        "<style>p{}</style><p>See you on Monday.</p>"
    )

    assert page(html).text == "See you on Monday."


def test_links_are_told_once_and_only_those_of_the_web() -> None:
    html = (
        '<a href="https://book.example/a?x=1&amp;y=2">Book</a> <a href="mailto:a@b.example">@</a>'
        '<a href="javascript:alert(1)">No</a> <a href="https://book.example/a?x=1&amp;y=2">Again</a>'
    )

    assert page(html).links == ("https://book.example/a?x=1&y=2",)


def test_a_quoted_block_is_marked_line_by_line() -> None:
    html = "<p>Tuesday works.</p><blockquote type=cite><p>Monday?</p><p>Tuesday?</p></blockquote>"

    lines = page(html).text.splitlines()

    assert lines[0] == "Tuesday works."
    assert all(line.startswith(">") for line in lines[2:] if line)
    assert "> Tuesday?" in lines


def test_html_sent_as_plain_text_is_known_by_its_tags() -> None:
    assert is_markup("<html><body><p>Hello<br>there</p></body></html>")
    assert not is_markup("If a < b and b > c, write <ana@firm.example>.")


def test_broken_html_gives_what_can_be_read() -> None:
    assert page("").text == ""
    assert page("<p>Hello <b>you").text == "Hello you"
    assert page("<a " * 20_000).text == ""
