"""The room of mail servers and saved mailboxes: bytes come in here, and drafts go out.

Read `imap` first: the mailbox as the jobs see it. It stands on `server` and `connection` (one
session, thrown away at the first doubt), `folders` (what is what), `arrivals` and `partial` (what
is new, large mail without its files), `drafts` and `idle`. `guard` is the one gate for text that
goes into an IMAP command. `saved` reads mailboxes from files; `sandbox` and its `worker` parse mail
in a process that may be lost.
"""
