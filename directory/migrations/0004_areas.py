from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_meetings_answer_for_themselves'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(max_length=9, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('county', models.CharField(blank=True, help_text='The county or area people say', max_length=80)),
                ('nation', models.CharField(choices=[('england', 'England'), ('wales', 'Wales'), ('scotland', 'Scotland'), ('northern_ireland', 'Northern Ireland')], max_length=16)),
            ],
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('nation__in', ['england', 'wales', 'scotland', 'northern_ireland'])), name='area_nation_known', violation_error_message='Say which nation the area is in.'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='area_has_a_name', violation_error_message='Give the area its name.'),
        ),
    ]
