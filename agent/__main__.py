"""`python -m agent` is `afterword`."""

from agent.cli import main

main()
