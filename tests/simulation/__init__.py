"""Whole job searches, invented by a seed, lived through with the real agent, and judged.

Read in this order: `cast` (who takes part), `plot` (what would happen, drawn from the seed),
`words` and `letters` (mail as bytes), `truth` (what was really said and done), `mailbox` and
`world` (the run: the owner acts, the employers react), `play` (the agent in it), `careful` (what a
careful person would have written, and when), `oracles` and `report` (what went wrong).
"""
