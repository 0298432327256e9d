"""How well the reader reads mail that nobody has taught it.

`make accuracy` scores the labelled sets in `mails/`, invented by people who did not know the
program, and never looked at since; `make accuracy CORPORA=folder` those elsewhere. `labelled` loads
the sets, `judge` holds a reading against its label, `__main__` adds up; `figures.yaml` keeps the
last figures to compare with.
"""
