import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_areas'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('way_in', models.CharField(blank=True, help_text='The value of the programme’s way in', max_length=300)),
                ('outcome', models.CharField(choices=[('as_listed', 'As we list it'), ('not_as_listed', 'Not as we list it'), ('no_answer', 'Nobody answered')], max_length=13)),
                ('how', models.CharField(choices=[('editor', 'by an editor'), ('contact', 'by the group'), ('source', 'by its own list'), ('visitors', 'by people who went')], max_length=8)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('correction', 'Something is not as listed'), ('new_group', 'A group that is not listed')], max_length=10)),
                ('proposed', models.JSONField(blank=True, default=dict, help_text='{field of Meeting: what it should be}')),
                ('says', models.TextField(blank=True, help_text='In their own words', max_length=2000)),
                ('made_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('declined', 'Declined')], max_length=8)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was declined', max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name='check',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='check',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='directory.meeting'),
        ),
        migrations.AddField(
            model_name='check',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='directory.programme'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='directory.meeting'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('meeting__isnull', False), ('programme__isnull', True), ('way_in', '')), models.Q(('meeting__isnull', True), ('programme__isnull', False), models.Q(('way_in', ''), _negated=True)), _connector='OR'), name='check_of_one_thing', violation_error_message='A check is of one meeting, or of one way in of a programme.'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['as_listed', 'not_as_listed', 'no_answer'])), name='check_outcome_known', violation_error_message='Say what came of the check.'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['editor', 'contact', 'source', 'visitors'])), name='check_says_how', violation_error_message='Say who checked: an editor, the group, its source or visitors.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), ('meeting__isnull', False)), models.Q(('kind', 'new_group'), ('meeting__isnull', True)), _connector='OR'), name='suggestion_corrects_a_meeting', violation_error_message='A correction is of a meeting; a new group is of none yet.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['accepted', 'declined'])), _connector='OR'), name='suggestion_decided_by_somebody', violation_error_message='Say what was decided, when and by whom, or nothing of it.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'declined'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('decision', 'declined'), _negated=True), ('reason', '')), _connector='OR'), name='suggestion_declined_for_a_reason', violation_error_message='Say why it is declined.'),
        ),
    ]
