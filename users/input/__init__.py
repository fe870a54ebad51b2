"""The border that everything from outside passes once: text, numbers and JSON. Behind it views trust what they read."""
