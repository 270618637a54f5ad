"""Acts: write down what is to be told, send it, gather it, and learn from what came back."""

from brobygger.notifications.services.outbox import Letter, queue_mail, queue_mails

__all__ = ["Letter", "queue_mail", "queue_mails"]
