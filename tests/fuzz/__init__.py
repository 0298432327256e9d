"""Hostile bytes for the reader: what must never happen is that an exception reaches the caller.

`test_reading` runs some of it with Hypothesis in the tests; `atheris_reading` is for a long run by
hand, guided by coverage (CONTRIBUTING).
"""
