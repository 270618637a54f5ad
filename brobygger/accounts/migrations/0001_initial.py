import django.db.models.functions.text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first table of people who sign in. Runs before the portal is opened."""

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='navn')),
                ('role', models.CharField(choices=[('national_administrator', 'national administrator'), ('local_administrator', 'lokaladministrator'), ('editor', 'redaktør')], max_length=40, verbose_name='rolle')),
                ('municipality_codes', models.JSONField(blank=True, default=list, verbose_name='kommuner')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_once_whatever_case'), models.CheckConstraint(condition=models.Q(('role__in', ['national_administrator', 'local_administrator', 'editor'])), name='accounts_user_role_is_known')],
            },
        ),
    ]
