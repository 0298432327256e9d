"""The world that letters leave into, invented by a seed: a mailbox and a submission server that
fail in every way known (failures.md §7.3), with the real jobs and the real database between them.

Nothing is judged by what our database says: the oracles see what the servers were given, what was
visible in the folders then, and what the owner had done.

Read in this order: `scheme` (what happens, drawn from the seed), `mails`, `world` (the clock and
what happens by it), `mailbox` and `submission` (the two servers), `machine` (the database, and the
power that fails), `actors` (owner, employer, attacker, provider), `play` (the agent in it),
`oracles`, `mutants` (the agent without one safeguard; each must be caught), `report`.
"""
