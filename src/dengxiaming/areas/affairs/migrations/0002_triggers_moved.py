"""Triggers are the members' now; answers point to them there. Nothing changes in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("affairs", "0001_initial"), ("members", "0002_triggers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "answer",
                    "trigger",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="members.trigger",
                    ),
                ),
                migrations.DeleteModel("Trigger"),
            ]
        )
    ]
