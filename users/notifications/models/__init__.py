"""What is told: events, notifications and their deliveries; and what members want to be told."""

from .telling import Delivery, Event, Notification
from .wishes import Digest, MailChoice, Mute, Rhythm, Wish

__all__ = ["Delivery", "Digest", "Event", "MailChoice", "Mute", "Notification", "Rhythm", "Wish"]
