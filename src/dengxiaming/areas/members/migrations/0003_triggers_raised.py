"""The table takes its new name, and room for who raised a trigger, when, and whether it was taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("affairs", "0002_triggers_moved"), ("members", "0002_triggers")]

    operations = [
        migrations.AlterModelTable("trigger", None),
        migrations.AddField("trigger", "note", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("trigger", "raised_at", models.DateTimeField(null=True)),
        migrations.AddField("trigger", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "trigger",
            "raised_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="raised", to="members.member"
            ),
        ),
    ]
