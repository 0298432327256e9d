"""The room of mail servers and saved mailboxes: bytes come in here, and drafts go out.

Read `imap` first: the mailbox as the jobs see it. It stands on `server` and `connection` (one
session, thrown away at the first doubt), `folders` (what is what), `partial` (large mail), `drafts`
and `idle`. `guard` is the one gate for text that goes into an IMAP command.
"""
