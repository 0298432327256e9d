"""PURE. Bytes → Message → Reading: what one message says, with the words that say it.

Read in this order: `message` (the records of a mail), `mime` (`parse`: bytes → Message), `facts`
(the records of a reading), `read` (`read`: Message → Reading, the whole story on one page); then
the rooms it calls: `quotation`, `language`, `automatic`, `kinds`, `events`, `times`, `interviews`,
`promises`, `people`, `employer`. What the program knows of languages and systems is data:
`phrases/`, `systems.yaml`, and the weights of two linear models in `weights/` (`classifier`: what a
sentence says; `kind_model`: what kind of mail such sentences make).
"""
