"""A text as sentences: the unit in which evidence is weighed."""

from agent.reading.material import Sentence


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences and lines of `text`, in order, with their places."""
    return ()
