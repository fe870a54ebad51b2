"""The demo's members. They are made up, and say so on their pages."""

PASSWORD = "bricks-and-studs"
LOGINS = {"ada": "designer", "basile": "designer", "chloe": "designer and buyer", "eloise": "editor", "marin": "moderator", "soren": "seller"}
