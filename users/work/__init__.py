"""Work in the background as records: what, for which, how far, how often tried, and what went wrong."""
