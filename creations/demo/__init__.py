"""The demo content: creations designed in code, their people, and what happens between them."""
