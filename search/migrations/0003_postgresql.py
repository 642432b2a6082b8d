"""On PostgreSQL: words without accents, whatever the language of the server, and the index that Wagtail's query asks.

``unaccent`` is a trusted extension: who owns the database may create it. modelsearch names an index over title and text in
a comment and creates none.
"""

from django.db import connection, migrations

WORDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
CONFIGURATION = f"""
    CREATE EXTENSION IF NOT EXISTS unaccent;
    CREATE TEXT SEARCH CONFIGURATION scm (COPY = simple);
    ALTER TEXT SEARCH CONFIGURATION scm ALTER MAPPING FOR {WORDS} WITH unaccent, simple;
"""
INDEX = "CREATE INDEX scm_search_title_body ON wagtailsearch_indexentry USING gin ((title || body))"


class Migration(migrations.Migration):
    dependencies = [("scm_search", "0002_editing"), ("wagtailsearch", "0010_add_text_fields")]

    operations = (
        [
            migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION IF EXISTS scm"),
            migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS scm_search_title_body"),
        ]
        if connection.vendor == "postgresql"
        else []
    )
