from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("affairs", "0003_short_forms")]

    operations = [
        # 签字时要看同一天别处开的会：全市一年几十万次，不能每签一次扫一遍
        migrations.AddIndex(model_name="act", index=models.Index(fields=["on"], name="act_on"))
    ]
