"""How well the reader reads, measured on labelled mail that is not part of the project.

`python -m tests.accuracy FOLDER` scores every labelled set below a folder; `make accuracy` does it
for the corpora. `labelled` loads the sets, `judge` holds a reading against its label, `tally` adds
up, `figures.yaml` keeps the last figures to compare with.
"""
