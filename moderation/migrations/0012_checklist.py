"""The questions become rows; the first three lists are those that the program asked before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Version, kind, and each question: key, English, French, German.
FIRST = (
    (
        1,
        "delivery",
        (
            (
                "agreed",
                "It is what was agreed in the work programme.",
                "Le document correspond à ce qui a été convenu dans le programme de travail.",
                "Das Dokument entspricht dem, was im Arbeitsprogramm vereinbart wurde.",
            ),
            (
                "correct",
                "It is correct and understandable.",
                "Le contenu est correct et compréhensible.",
                "Der Inhalt ist richtig und verständlich.",
            ),
            (
                "rights",
                "Licence and rights are clear, for texts, pictures and files.",
                "La licence et les droits sont clairement établis pour les textes, les images et les fichiers.",
                "Lizenz und Rechte sind für Texte, Bilder und Dateien geklärt.",
            ),
            (
                "accessible",
                "Text and files are accessible, or say that they are not.",
                "Le texte et les fichiers sont accessibles ou, à défaut, il est indiqué qu’ils ne le sont pas.",
                "Text und Dateien sind barrierefrei, oder es ist angegeben, dass sie es nicht sind.",
            ),
            (
                "personal_data",
                "It contains no personal data beyond what the people concerned agreed to.",
                "Le document ne contient pas d’autres données à caractère personnel que celles pour lesquelles les personnes concernées ont donné leur consentement.",
                "Das Dokument enthält keine personenbezogenen Daten, in deren Veröffentlichung die betreffenden Personen nicht eingewilligt haben.",
            ),
            ("language", "The language is correct.", "La langue est correcte.", "Die Sprache ist korrekt."),
        ),
    ),
    (
        2,
        "translation",
        (
            (
                "faithful",
                "It says all that the source says, and nothing else.",
                "Le texte dit tout ce que dit la source, et rien d’autre.",
                "Der Text sagt alles, was die Ausgangsfassung sagt, und nichts anderes.",
            ),
            (
                "terms",
                "It uses the words of the Terms of Reference in this language.",
                "Le texte emploie les termes du mandat dans cette langue.",
                "Der Text verwendet die Begriffe des Mandats in dieser Sprache.",
            ),
            (
                "exact",
                "Names, numbers, dates and links are right.",
                "Les noms, les chiffres, les dates et les liens sont exacts.",
                "Namen, Zahlen, Datumsangaben und Links stimmen.",
            ),
            (
                "accessible",
                "Alternative texts are translated; files are accessible, or say that they are not.",
                "Les textes de remplacement sont traduits ; les fichiers sont accessibles ou signalés comme ne l’étant pas.",
                "Alternativtexte sind übersetzt; Dateien sind barrierefrei oder weisen darauf hin, dass sie es nicht sind.",
            ),
            (
                "language",
                "The language is correct and easy to understand.",
                "La langue est correcte et facile à comprendre.",
                "Die Sprache ist korrekt und leicht verständlich.",
            ),
        ),
    ),
    (
        3,
        "agreement",
        (
            (
                "correct",
                "It is correct and understandable.",
                "Le contenu est correct et compréhensible.",
                "Der Inhalt ist richtig und verständlich.",
            ),
            (
                "complete",
                "It says what the Terms of Reference ask for.",
                "La page indique ce que le mandat demande.",
                "Die Seite sagt, was das Mandat verlangt.",
            ),
            (
                "accessible",
                "Text and files are accessible, or say that they are not.",
                "Le texte et les fichiers sont accessibles ou, à défaut, il est indiqué qu’ils ne le sont pas.",
                "Text und Dateien sind barrierefrei, oder es ist angegeben, dass sie es nicht sind.",
            ),
            (
                "personal_data",
                "It contains no personal data beyond what the people concerned agreed to.",
                "Le document ne contient pas d’autres données à caractère personnel que celles pour lesquelles les personnes concernées ont donné leur consentement.",
                "Das Dokument enthält keine personenbezogenen Daten, in deren Veröffentlichung die betreffenden Personen nicht eingewilligt haben.",
            ),
            ("language", "The language is correct.", "La langue est correcte.", "Die Sprache ist korrekt."),
        ),
    ),
)


def write(apps, schema_editor):
    Checklist = apps.get_model("scm_moderation", "Checklist")
    for version, kind, questions in FIRST:
        Checklist.objects.create(
            version=version,
            kind=kind,
            content=[
                {"key": key, "texts": {"en": english, "fr": french, "de": german}, "is_mandatory": True}
                for key, english, french, german in questions
            ],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("scm_moderation", "0011_preview_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "version",
                    models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="version"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivery", "What a group delivers"),
                            ("agreement", "Pages on which a group agrees what it will deliver"),
                            ("translation", "Translations"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "content",
                    models.JSONField(verbose_name="questions"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist",
                "verbose_name_plural": "checklists",
                "permissions": [("revise_checklist", "Can write new versions of the questions of quality control")],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
