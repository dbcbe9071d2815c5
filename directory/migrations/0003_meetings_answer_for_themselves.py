from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_listing_standard'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='charges_no_fee',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], max_length=7, verbose_name='Is it free of fees?'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='gives_and_receives',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], max_length=7, verbose_name='Do people both give and receive support?'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='run_by',
            field=models.CharField(blank=True, choices=[('members', 'Its members'), ('recovery_organisation', 'A recovery organisation'), ('service', 'A treatment service'), ('company', 'A company')], help_text='Empty: as its programme', max_length=24),
        ),
        migrations.AddField(
            model_name='meeting',
            name='run_by_members',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], max_length=7, verbose_name='Is it organised by its members?'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='same_problem',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], max_length=7, verbose_name='Do members share the same problem?'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='values_experience',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known')], max_length=7, verbose_name='Is lived experience what counts?'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('charges_no_fee__in', ['', 'yes', 'no', 'unknown']), ('gives_and_receives__in', ['', 'yes', 'no', 'unknown']), ('run_by_members__in', ['', 'yes', 'no', 'unknown']), ('same_problem__in', ['', 'yes', 'no', 'unknown']), ('values_experience__in', ['', 'yes', 'no', 'unknown']), ('run_by__in', ['', 'members', 'recovery_organisation', 'service', 'company'])), name='meeting_own_answers_known', violation_error_message='Answer the five tests, and who runs it, from the choices or not at all.'),
        ),
    ]
