"""Transfers, their steps, and the return of who was away."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0003_triggers_raised"), ("organs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns_noted",
                        to="members.member",
                    ),
                ),
                (
                    "trigger",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returned", to="members.trigger"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("outside", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("answers", models.TextField(blank=True)),
                ("dues_until", models.CharField(blank=True, max_length=7)),
                ("asked_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("received_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(blank=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="members.member",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_out",
                        to="organs.organization",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_in",
                        to="organs.organization",
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=16)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer_steps",
                        to="members.member",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="members.transfer"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("member",), name="transfer_one_open_a_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__isnull", False), ("target__isnull", False), _connector="OR"),
                name="transfer_has_a_branch_here",
            ),
        ),
    ]
