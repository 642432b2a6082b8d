"""Themes with codes of our own, and the countries of ISO 3166-1 in which SCM cities lie."""

from django.db import migrations

THEMES = {
    "energy-renovation": ("Energy renovation", "Rénovation énergétique", "Energetische Sanierung"),
    "positive-energy-districts": ("Positive energy districts", "Quartiers à énergie positive", "Plusenergiequartiere"),
    "energy-poverty": ("Energy poverty", "Précarité énergétique", "Energiearmut"),
    "heating-cooling": ("Heating and cooling", "Chauffage et refroidissement", "Wärme und Kälte"),
    "renewable-energy": ("Renewable energy", "Énergies renouvelables", "Erneuerbare Energien"),
    "energy-communities": ("Energy communities", "Communautés énergétiques", "Energiegemeinschaften"),
    "urban-mobility": ("Urban mobility", "Mobilité urbaine", "Urbane Mobilität"),
    "urban-freight": ("Urban freight", "Logistique urbaine", "Städtischer Güterverkehr"),
    "active-travel": ("Walking and cycling", "Marche et vélo", "Fuß- und Radverkehr"),
    "charging-infrastructure": ("Charging infrastructure", "Infrastructures de recharge", "Ladeinfrastruktur"),
    "data-platforms": ("Data platforms", "Plateformes de données", "Datenplattformen"),
    "digital-twins": ("Digital twins", "Jumeaux numériques", "Digitale Zwillinge"),
    "finance": ("Finance", "Financement", "Finanzierung"),
    "procurement": ("Public procurement", "Marchés publics", "Öffentliche Beschaffung"),
    "citizen-engagement": ("Citizen engagement", "Participation citoyenne", "Bürgerbeteiligung"),
    "just-transition": ("Just transition", "Transition juste", "Gerechter Übergang"),
    "nature-based-solutions": ("Nature-based solutions", "Solutions fondées sur la nature", "Naturbasierte Lösungen"),
    "climate-adaptation": ("Climate adaptation", "Adaptation au changement climatique", "Anpassung an den Klimawandel"),
    "circular-economy": ("Circular economy", "Économie circulaire", "Kreislaufwirtschaft"),
    "water": ("Water", "Eau", "Wasser"),
    "air-quality": ("Air quality", "Qualité de l’air", "Luftqualität"),
    "governance": ("Governance", "Gouvernance", "Governance"),
    "skills": ("Skills", "Compétences", "Kompetenzen"),
    "small-towns": ("Small and medium-sized towns", "Petites et moyennes villes", "Klein- und Mittelstädte"),
    "replication": ("Replication", "Réplication", "Replikation"),
}

# Member States, the other countries of Europe, and those associated to Horizon Europe.
COUNTRIES = (
    "AD AL AM AT AZ BA BE BG BY CA CH CY CZ DE DK EE EG ES FI FO FR GB GE GR HR HU IE IL IS IT JP KR LI LT LU LV MC MD ME "
    "MK MT NL NO NZ PE PL PT RO RS SE SG SI SK SM TN TR UA US VA XK"
).split()


def fill(apps, schema_editor):
    Theme = apps.get_model("focusgroups", "Theme")
    Country = apps.get_model("focusgroups", "Country")
    for code, labels in THEMES.items():
        Theme.objects.get_or_create(code=code, defaults={"labels": dict(zip(("en", "fr", "de"), labels))})
    for code in COUNTRIES:
        Country.objects.get_or_create(code=code)


class Migration(migrations.Migration):
    dependencies = [("focusgroups", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
