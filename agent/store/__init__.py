"""What is remembered, in one SQLite file: facts, ids and our own words; never whole mails.

Read `sqlite.py` (the queries), then `migrations/` (the tables), then `database.py` (how the file is
opened, and what its errors mean to the owner), `records.py` (values as JSON), `lock.py` (one
process at a time), `prompts.py` (question mails and replies).
"""
