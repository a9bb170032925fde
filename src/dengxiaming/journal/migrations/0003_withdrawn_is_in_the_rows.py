"""No verb takes rows away: what is withdrawn is marked in its own rows, and sealed as every other change."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_as_imported")]

    operations = [migrations.RemoveField(model_name="seal", name="withdrawn")]
