"""German as a sentence says it: 12. Juni 2026, 14:30 Uhr."""

DATETIME_FORMAT = r"j. F Y, H:i \U\h\r"
