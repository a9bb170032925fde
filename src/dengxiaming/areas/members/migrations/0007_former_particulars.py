"""What statistics counted of a member until it was said otherwise."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0006_register")]

    operations = [
        migrations.CreateModel(
            name="Former",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("sex", models.CharField(blank=True, max_length=8)),
                ("born", models.CharField(blank=True, max_length=10)),
                ("education", models.CharField(blank=True, max_length=100)),
                (
                    "particulars",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former", to="members.particulars"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        )
    ]
