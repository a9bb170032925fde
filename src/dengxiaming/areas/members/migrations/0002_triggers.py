"""Triggers move here from the affairs: talks and meetings answer them too. The table is the same, under its new name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("affairs", "0001_initial"), ("members", "0001_initial"), ("organs", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Trigger",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=64, unique=True)),
                        ("kind", models.CharField(max_length=32)),
                        ("on", models.DateField()),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triggers",
                                to="members.member",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triggers",
                                to="organs.organization",
                            ),
                        ),
                    ],
                    options={"ordering": ("pk",), "db_table": "affairs_trigger"},
                )
            ]
        )
    ]
