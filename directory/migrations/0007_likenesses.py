import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_run_by_a_service_of_any_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('decision', models.CharField(choices=[('same', 'One and the same'), ('different', 'Two meetings'), ('undecided', 'Looked at, and not decided')], max_length=9)),
                ('decided_at', models.DateTimeField()),
                ('reasons', models.JSONField(blank=True, default=list, help_text='What was shown for it and against it, in words')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likenesses', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likenesses', to='directory.meeting')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likenesses_of_others', to='directory.meeting')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('meeting', models.F('other')), _negated=True), name='likeness_of_two', violation_error_message='A meeting is not compared with itself.'), models.CheckConstraint(condition=models.Q(('decision__in', ['same', 'different', 'undecided'])), name='likeness_decision_known', violation_error_message='Say whether they are one meeting, two, or not decided.'), models.UniqueConstraint(django.db.models.functions.comparison.Least('meeting', 'other'), django.db.models.functions.comparison.Greatest('meeting', 'other'), name='likeness_pair_once', violation_error_message='Something is said of these two already: change that.'), models.UniqueConstraint(condition=models.Q(('decision', 'same')), fields=('meeting',), name='likeness_merged_once', violation_error_message='It is merged already: take it apart first.')],
            },
        ),
    ]
