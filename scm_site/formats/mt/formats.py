"""Maltese as the CLDR writes it: 12 ta’ Ġunju 2026, 14:30."""

DATE_FORMAT = "j \\t\\a’ F Y"
DATETIME_FORMAT = "j \\t\\a’ F Y, H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
