"""One search, lived through and judged: what every test and report is made of."""

from collections import Counter
from dataclasses import dataclass, field

from agent.cases.case import Step
from tests.simulation.findings import Finding
from tests.simulation.oracles import SAFETY
from tests.simulation.play import Run, play
from tests.simulation.plot import search
from tests.simulation.readers import misbound, misread
from tests.simulation.recall import COUNTED, met, unmet, unneeded


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one search came to, small enough to be sent between processes."""

    seed: int
    findings: tuple[Finding, ...]
    wished: Counter[Step] = field(default_factory=Counter)
    exact: Counter[Step] = field(default_factory=Counter)
    drafted: Counter[Step] = field(default_factory=Counter)
    mails: int = 0
    cases: int = 0
    passes: int = 0

    @property
    def unsafe(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.unsafe)


def judged(seed: int) -> Verdict:
    """Live through the search of that seed and judge it."""
    return verdict(play(search(seed)))


def verdict(run: Run) -> Verdict:
    every, spare = met(run)
    unsafe = [finding for oracle in SAFETY for finding in oracle(run)]
    drafts = [d for d in spare if not any(f.at == d.at and str(d.to) in f.words for f in unsafe)]
    findings = (
        *unsafe,
        *unmet(run, every),
        *unneeded(run, tuple(drafts)),
        *misbound(run),
        *misread(run),
    )
    counted = [one for one in every if one.wish.step in COUNTED and not one.wish.optional]
    return Verdict(
        seed=run.search.seed,
        findings=tuple(findings),
        wished=Counter(one.wish.step for one in counted),
        exact=Counter(one.wish.step for one in counted if one.exact),
        drafted=Counter(draft.step for draft in run.drafted),
        mails=len(run.readings),
        cases=len(run.cases),
        passes=run.passes,
    )
