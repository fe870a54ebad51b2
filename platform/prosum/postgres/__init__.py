"""Django's PostgreSQL backend with a pool that heals at once: `ENGINE = "prosum.postgres"`, see `base`."""
