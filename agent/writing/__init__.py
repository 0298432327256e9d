"""PURE. Case + step → Draft: what we write, and the checks it must pass.

Read in this order: `draft` (the record), `compose` (case and step → text), `templates/` (the
wording, per language), `wording` (its words and phrasings, the owner's files over the built-in
ones), `quote` (the message answered, where the owner wants it below), `checks` (what a text must
and must not say), `rfc5322` (text → bytes, headers that cannot be injected), `edited` (what has
become of a draft, and whether it may leave), `call` (the script of a phone call), `prompt` (the
mail that asks the owner how it went, and their reply), `proofreading` (the owner's templates,
before they are used).
"""
