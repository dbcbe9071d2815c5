from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='recruits',
            field=models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], default='unknown', max_length=7, verbose_name='Does it recruit people into paid services?'),
        ),
        migrations.AddField(
            model_name='programme',
            name='safeguarding',
            field=models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], default='unknown', max_length=7, verbose_name='Has it a safeguarding policy?'),
        ),
        migrations.AddField(
            model_name='programme',
            name='standard_sources',
            field=models.JSONField(blank=True, default=dict, help_text='{recruits: [source ids]}, and so for the other two'),
        ),
        migrations.AddField(
            model_name='programme',
            name='under_18s',
            field=models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], default='unknown', max_length=7, verbose_name='Do under-18s come?'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='medicines',
            field=models.CharField(choices=[('welcomes', 'Welcomes people on prescribed medicines'), ('no_view', 'Takes no view'), ('varies', 'Varies from group to group: ask'), ('tells_to_stop', 'Tells people to stop prescribed medicine'), ('not_relevant', 'Doesn’t come up'), ('not_known', 'Not known')], default='not_known', max_length=13),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('recruits__in', ['yes', 'no', 'unknown']), ('safeguarding__in', ['yes', 'no', 'unknown']), ('under_18s__in', ['yes', 'no', 'unknown'])), name='programme_standard_answered', violation_error_message='Answer each question of the listing standard with yes, no or unknown.'),
        ),
    ]
