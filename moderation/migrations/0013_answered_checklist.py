"""The version that an approval answered is a row now; its number stays."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scm_moderation", "0012_checklist")]
    operations = [
        migrations.RenameField("approval", "checklist_version", "checklist"),
        migrations.AlterField(
            "approval",
            "checklist",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="scm_moderation.checklist",
                verbose_name="checklist",
            ),
        ),
        migrations.RenameField("qualitycontrol", "checklist_version", "checklist"),
        migrations.AlterField(
            "qualitycontrol",
            "checklist",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scm_moderation.checklist",
                verbose_name="checklist",
            ),
        ),
    ]
