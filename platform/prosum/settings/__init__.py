"""Settings: `local` for a laptop, `production` for a server, `testing` for the tests; `base` is what they share."""
