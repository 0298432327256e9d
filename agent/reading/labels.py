"""Lines such as "Interview time: 13:15": the name of a field before its value."""

import re

LABEL = re.compile(
    r"^\W{0,4}(?:interview |event |start |neuer? )?(?:date|time|when|day|start|date/time"
    r"|date & time|wann|datum|uhrzeit|zeit"
    r"|tag|termin|quand|heure|horaire|jour|cuando|fecha|hora|quando|data"
    r"|horario|dia|ora|orario|giorno|wanneer|tijd|beginn?|debut|inicio|inizio|aanvang|round \d)\b"
    r"[^:\n]{0,24}[:\t|]"
)
