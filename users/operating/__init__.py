"""What operators see of work in the background, events and mails, and what they do about it."""
