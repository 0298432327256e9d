"""Only the new text counts: history, forwarded headers and signatures are cut, nothing else."""

import pytest

from agent.reading.material import Body
from agent.reading.mime import parse
from agent.reading.quotation import body_of

NEW = "Tuesday at ten works for me, see you then in your office."


def body(text: str, subject: str = "Re: Interview") -> Body:
    head = f"From: Ana Ruiz <ana@firm.example>\nTo: me@home.example\nSubject: {subject}\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}".encode()
    return body_of(parse(raw))


# ---- history

ATTRIBUTIONS = {
    "Gmail, English": "On Mon, Jun 2, 2025 at 9:41 AM Kim Berg <kim@home.example> wrote:",
    "Gmail, wrapped": "On Mon, Jun 2, 2025 at 9:41 AM Kim Berg\n<kim@home.example> wrote:",
    "Gmail, German": "Am Mo., 2. Juni 2025 um 09:41 Uhr schrieb Kim Berg <kim@home.example>:",
    "name first": "Kim Berg <kim@home.example> schrieb am Mo., 2. Juni 2025, 09:41:",
    "French": "Le lun. 2 juin 2025 à 09:41, Kim Berg <kim@home.example> a écrit :",
    "Spanish": "El lun, 2 jun 2025 a las 9:41, Kim Berg (<kim@home.example>) escribió:",
    "Italian": "Il giorno lun 2 giu 2025 alle ore 09:41 Kim Berg <kim@home.example> ha scritto:",
    "Portuguese": "Em seg., 2 de jun. de 2025 às 09:41, Kim Berg <kim@home.example> escreveu:",
    "Dutch": "Op ma 2 jun 2025 om 09:41 schreef Kim Berg <kim@home.example>:",
    "Danish": "Den man. 2. jun. 2025 kl. 09.41 skrev Kim Berg <kim@home.example>:",
    "Polish": "pon., 2 cze 2025 o 09:41 Kim Berg <kim@home.example> napisał(a):",
    "no verb": "2025-06-02 9:41 GMT+02:00 Kim Berg <kim@home.example>:",
    "Zoho": "---- On Mon, 02 Jun 2025 09:41:00 +0200 Kim Berg <kim@home.example> wrote ----",
}


@pytest.mark.parametrize("line", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
def test_what_stands_below_an_attribution_is_history(line: str, mark: str) -> None:
    cut = body(f"{NEW}\n\n{line}\n\n{mark}Would Tuesday suit you?\n{mark}Kim\n")

    assert cut.new_text == NEW
    assert "Would Tuesday suit you?" in cut.quoted


BLOCKS = {
    "English": "From: Kim Berg\nSent: Monday, 2 June 2025 09:41\nTo: Ana Ruiz\nSubject: Interview",
    "German": "Von: Kim Berg\nGesendet: Montag, 2. Juni 2025\nAn: Ana Ruiz\nBetreff: Interview",
    "French": "De : Kim Berg\nEnvoyé : lundi 2 juin 2025 09:41\nÀ : Ana Ruiz\nObjet : Interview",
    "Spanish": "De: Kim Berg\nEnviado el: lunes, 2 de junio\nPara: Ana Ruiz\nAsunto: Interview",
    "Italian": "Da: Kim Berg\nInviato: lunedì 2 giugno 2025 09:41\nA: Ana Ruiz\nOggetto: Interview",
    "Portuguese": "De: Kim Berg\nEnviada em: 2 de junho\nPara: Ana\nAssunto: Interview",
    "Dutch": "Van: Kim Berg\nVerzonden: maandag 2 juni 2025\nAan: Ana Ruiz\nOnderwerp: Interview",
    "starred": "*From:* Kim Berg\n*Sent:* Monday\n*To:* Ana Ruiz\n*Subject:* Interview",
    "ruled": "________________________________\nFrom: Kim Berg\nSent: Monday\nTo: Ana\nSubject: Hi",
    "named": "-----Original Message-----\nFrom: Kim Berg\nSent: Monday\nTo: Ana\nSubject: Hi",
    "GroupWise": ">>> Kim Berg <kim@home.example> 02.06.2025 09:41 >>>",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_what_stands_below_a_header_block_of_a_reply_is_history(block: str) -> None:
    cut = body(f"{NEW}\n\n{block}\n\nWould Tuesday suit you?\nKim\n")

    assert cut.new_text == NEW
    assert "Would Tuesday suit you?" in cut.quoted


def test_answers_between_the_quoted_lines_are_kept() -> None:
    cut = body(
        "On Mon, 2 Jun 2025, Kim Berg <kim@home.example> wrote:\n"
        "> Where do we meet?\nAt the gate.\n> Who will be there?\nBo and I.\n"
    )

    assert cut.new_text == "At the gate.\nBo and I."


def test_an_html_reply_without_plain_text_loses_its_quote_too() -> None:
    html = (
        f"<div>{NEW}</div><div class=gmail_quote><div>On Mon, 2 Jun 2025 at 9:41 Kim Berg "
        "&lt;kim@home.example&gt; wrote:<br></div>"
        "<blockquote>Would Tuesday suit you?</blockquote></div>"
    )
    raw = f"From: ana@firm.example\nSubject: Re: x\nContent-Type: text/html\n\n{html}".encode()

    assert body_of(parse(raw)).new_text == NEW


@pytest.mark.parametrize(
    "text",
    [
        "On Monday you wrote that 10:00 suits you. It suits us, too.",
        "Date: Monday, 2 June 2025\nTime: 10:00\nLocation: Main street 1",
        "Options:\n-- Monday 10:00\n-- Tuesday 11:00",
        "2025-06-02 10:00\n2025-06-03 11:00",
        "From Monday to Wednesday we are closed.\nTo: the main gate, please.",
        "a < b and c > d",
    ],
    ids=["sentence", "details", "dashes", "dates", "from and to", "angles"],
)
def test_text_that_only_resembles_a_seam_is_kept(text: str) -> None:
    assert body(text).new_text == text


# ---- forwards

ORIGINAL = "We invite you to an interview on Monday at 10:00."
FORWARDS = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Bo <bo@firm.example>\n"
    "Date: Mon, 2 Jun 2025\nSubject: Interview\nTo: <ana@firm.example>\n\n",
    "Apple": "Begin forwarded message:\n\n> From: Bo <bo@firm.example>\n> Subject: Interview\n"
    "> Date: 2 June 2025\n> To: ana@firm.example\n>\n> ",
    "Outlook": "From: Bo <bo@firm.example>\nSent: Monday, 2 June 2025\nTo: Ana\n"
    "Subject: Interview\n\n",
    "Thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tInterview\n"
    "Datum: \tMo\nVon: \tBo <bo@firm.example>\nAn: \tAna\n\n",
}


@pytest.mark.parametrize("forward", FORWARDS.values(), ids=FORWARDS.keys())
def test_the_forwarded_text_stays_and_its_header_goes(forward: str) -> None:
    cut = body(f"See below.\n\n{forward}{ORIGINAL}\n", subject="Fwd: Interview")

    assert cut.new_text == f"See below.\n\n{ORIGINAL}"
    assert cut.forwarded == ORIGINAL


def test_history_inside_a_forward_is_history() -> None:
    older = "On Sun, 1 Jun 2025, Kim <kim@home.example> wrote:\n> When?\n"

    cut = body(f"{FORWARDS['Gmail']}{ORIGINAL}\n\n{older}", subject="Fwd: Interview")

    assert cut.new_text == ORIGINAL


def test_a_message_forwarded_as_an_attachment_is_read() -> None:
    raw = (
        "From: ana@firm.example\nSubject: Fwd: Interview\n"
        'Content-Type: multipart/mixed; boundary="B"\n\n--B\n\nSee attached.\n'
        f"--B\nContent-Type: message/rfc822\n\nFrom: bo@firm.example\n\n{ORIGINAL}\n--B--\n"
    ).encode()

    cut = body_of(parse(raw))

    assert cut.new_text == f"See attached.\n\n{ORIGINAL}"
    assert cut.forwarded == ORIGINAL


# ---- signatures

SIGNATURES = {
    "delimiter": "-- \nAna Ruiz\nFirm Ltd",
    "English": "Best regards,\n\nAna Ruiz\nHead of People\n+44 20 7946 0999\nwww.firm.example",
    "German": "Mit freundlichen Grüßen\nAna Ruiz\n\nFirm GmbH\nAmtsgericht Ulm HRB 1",
    "French": "Bien cordialement,\nAna Ruiz",
    "Spanish": "Un saludo,\nAna Ruiz",
    "Italian": "Cordiali saluti\nAna Ruiz",
    "Portuguese": "Com os melhores cumprimentos,\nAna Ruiz",
    "Dutch": "Met vriendelijke groet,\nAna Ruiz",
    "phone": "Sent from my iPhone",
    "phone, German": "Von meinem iPhone gesendet",
    "own name": "Ana Ruiz\nHead of People, Firm",
    "unknown farewell": "Until then, all good things,\nAna Ruiz\nFirm",
    "small print": "Regards,\nAna\n\nThis e-mail is confidential and intended solely for the "
    "addressee. If you are not the intended recipient please delete it.",
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_the_signature_goes(signature: str) -> None:
    cut = body(f"{NEW}\n\n{signature}\n")

    assert cut.new_text == NEW
    assert cut.signature.split() == signature.split()


def test_a_postscript_below_the_signature_is_kept() -> None:
    cut = body(f"{NEW}\n\nBest regards,\nAna\n\nP.S. The entrance is at the back of the house.\n")

    assert cut.new_text == f"{NEW}\n\nP.S. The entrance is at the back of the house."


def test_details_below_the_farewell_are_kept() -> None:
    cut = body(f"{NEW}\n\nBest regards,\nAna\n\nDate: Monday, 2 June\nTime: 10:00\n")

    assert "Time: 10:00" in cut.new_text


@pytest.mark.parametrize("text", ["Thank you!", "Best regards,\nAna", "Ana", "-- \nAna"])
def test_a_text_is_never_cut_to_nothing(text: str) -> None:
    assert body(text).new_text
