"""python -m tests.fuzz.atheris_reading -runs=100000 [FOLDER]: a long run, guided by coverage.

Needs `pip install atheris`. FOLDER holds mails to begin with; new ones are written there.
"""

import sys

import atheris

with atheris.instrument_imports(include=["agent.reading"]):
    from agent.reading.mime import parse
    from agent.reading.read import read
    from tests.fuzz.test_reading import OWNER


def one(raw: bytes) -> None:
    read(parse(raw), OWNER)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
