"""French as a sentence says it: 12 juin 2026 à 14:30."""

DATETIME_FORMAT = r"j F Y \à H:i"
