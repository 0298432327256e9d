"""How the weights of `agent/reading/weights` are made: `make weights`.

`sentences/` holds invented sentences, a label and a sentence a line; `mails/` invented mails,
sentence by sentence; `labelled/` whole invented mails with all their labels. The golden mails and
those of `tests/reading` count, too; those of `tests/accuracy` never. `examples` and `whole` read
them, `fit` trains, `__main__` writes the tables.

Labels of a sentence: the kinds, `courtesy`, `logistics`, `process` (what would happen, decides
nothing), `neutral`, `bulk`, `other`, `auto_reply`; of the owner's own, `own_…`. `+talk_held` and
`+closed` are said beside that.
"""
