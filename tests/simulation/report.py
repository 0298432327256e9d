"""What many searches came to, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.cases.case import Step
from tests.simulation.findings import Class, Finding
from tests.simulation.judge import Verdict
from tests.simulation.recall import COUNTED

EXAMPLES = 5  # seeds named for each class


@dataclass(slots=True)
class Report:
    searches: int = 0
    mails: int = 0
    cases: int = 0
    wished: Counter[Step] = field(default_factory=Counter)
    exact: Counter[Step] = field(default_factory=Counter)
    drafted: Counter[Step] = field(default_factory=Counter)
    found: Counter[tuple[Class, str]] = field(default_factory=Counter)
    examples: dict[tuple[Class, str], list[Finding]] = field(
        default_factory=lambda: defaultdict(list)
    )
    unsafe: list[Finding] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        self.searches += 1
        self.mails += verdict.mails
        self.cases += verdict.cases
        self.wished += verdict.wished
        self.exact += verdict.exact
        self.drafted += verdict.drafted
        self.unsafe += verdict.unsafe
        for finding in verdict.findings:
            key = finding.what, finding.group
            self.found[key] += 1
            if len(self.examples[key]) < EXAMPLES:
                self.examples[key].append(finding)

    @property
    def recall(self) -> float:
        """Of all that was to be written, what was drafted: the right person, the right day."""
        return self.exact.total() / max(1, self.wished.total())

    def lines(self) -> Iterator[str]:
        """The whole report, a few dozen lines."""
        steps = ", ".join(f"{count} {step}" for step, count in self.drafted.most_common())
        yield f"{self.searches} searches, {self.cases} cases, {self.mails} mails; drafted: {steps}"
        yield f"recall {self.recall:.4f}"
        for step in sorted(COUNTED):
            share = self.exact[step] / max(1, self.wished[step])
            yield f"  {step}: {self.exact[step]} of {self.wished[step]} ({share:.4f})"
        yield f"{len(self.unsafe)} findings of harm"
        for what in Class:
            rows = [(key, count) for key, count in self.found.most_common() if key[0] is what]
            if rows:
                yield f"{what}: {sum(count for _, count in rows)}"
            for key, count in rows:
                seeds = ", ".join(str(f.seed) for f in self.examples[key])
                yield f"  {count:6} {key[1] or '-'} (seeds {seeds})"
