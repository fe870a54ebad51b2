"""One outbox for all mails: rows that workers send, over one connection and outside of any transaction."""
