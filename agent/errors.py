"""What can go wrong, sorted by who must act. Adapters translate into these with `from`."""


class AgentError(Exception):
    """Expected: shown as one line that says what to edit or run next, never with a traceback."""


class OwnerError(AgentError):
    """The owner acts: edits a file, gives a password, frees a disk."""


class ConfigError(OwnerError):
    """The YAML is not right; `problems` holds all, each as "file:line:column: key: what"."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Temporary(AgentError):
    """The network or the server: wait, then try again on a new connection."""


class Permanent(AgentError):
    """The server refused for good: tell the owner, do not retry."""


class LoginRefused(Permanent):
    """Wrong or expired credentials: at most three tries, then wait for the owner (failures.md
    A12).
    """


class Uncertain(AgentError):
    """Nobody knows whether it happened: only evidence or the owner resolves it (S5)."""
