"""PURE. Readings → Case → Plan: what we know about each opportunity and what is due.

Read in this order: `case` (the records), `bind` (which messages belong together), `fold` (what they
add up to), `phase` (where it stands now), `policy` and `business_days` (how long to wait), `decide`
(what is due, why, when to look again), `story` (what has changed since the last look, in words).

Each has its helpers beside it: `bind` gathers by `clues` and `likeness`; `fold` keeps a `diary` of
`meeting`s, knows the `persons`, and notes what was `heard` and `sent`; `decide` asks for the
`course` of the present silence, then for `thank_you`, `follow_up`, `feedback`, `lying` drafts and
`questions`; `refusal` has the last word. `prompts` says when the owner is asked by mail how a talk
went, `notes` to which talk what they noted belongs.
"""
