from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_suggestions_and_checks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='meeting',
            name='run_by',
            field=models.CharField(blank=True, choices=[('members', 'Its members'), ('recovery_organisation', 'A recovery organisation'), ('service', 'A service, with staff of its own'), ('company', 'A company')], help_text='Empty: as its programme', max_length=24),
        ),
        migrations.AlterField(
            model_name='programme',
            name='run_by',
            field=models.CharField(choices=[('members', 'Its members'), ('recovery_organisation', 'A recovery organisation'), ('service', 'A service, with staff of its own'), ('company', 'A company')], max_length=24),
        ),
    ]
