"""What mail is about, so that people may choose: at once, gathered, or not at all."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    """What sort of mail something is. Mail about somebody's own account cannot be declined, only limited."""

    ACCOUNT = "account", _("din konto")
    REVIEW = "review", _("godkendelse af tilbud")
    MEMBERSHIP = "membership", _("hvem der skriver for en forening")
    FRESHNESS = "freshness", _("om et tilbud stadig passer")
    CAPACITY = "capacity", _("om der er plads")
    TASK = "task", _("fejlmeldinger og andre opgaver")
    #: Mail that holds several others; nobody queues it but this room.
    DIGEST = "digest", _("samlede beskeder")


class Rhythm(TextChoices):
    """When somebody wants mail of one topic."""

    AT_ONCE = "at_once", _("med det samme")
    DAILY = "daily", _("samlet én gang om dagen")
    WEEKLY = "weekly", _("samlet én gang om ugen")
    NEVER = "never", _("slet ikke")


#: The topics somebody may choose about.
CHOOSABLE: tuple[Topic, ...] = tuple(topic for topic in Topic if topic not in {Topic.ACCOUNT, Topic.DIGEST})
