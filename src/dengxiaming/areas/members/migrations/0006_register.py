"""Members' particulars, confirmed rosters, and how the columns of known rosters are read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0005_development"), ("organs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("columns", models.TextField()),
                ("said_at", models.DateTimeField()),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                ("added", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters_confirmed",
                        to="members.member",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="organs.organization"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Particulars",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("sex", models.CharField(blank=True, max_length=8)),
                ("ethnicity", models.CharField(blank=True, max_length=32)),
                ("born", models.CharField(blank=True, max_length=10)),
                ("education", models.CharField(blank=True, max_length=100)),
                ("joined", models.CharField(blank=True, max_length=10)),
                ("confirmed", models.CharField(blank=True, max_length=10)),
                ("work", models.CharField(blank=True, max_length=200)),
                ("identity", models.BinaryField(default=b"")),
                ("index", models.CharField(blank=True, max_length=64)),
                ("phone", models.BinaryField(default=b"")),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="particulars", to="members.member"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("index", ""), _negated=True),
                        fields=("index",),
                        name="particulars_one_a_number",
                    )
                ],
            },
        ),
    ]
