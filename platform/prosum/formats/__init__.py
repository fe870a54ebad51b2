"""How dates are written: one way in each language, whatever the browser's country."""
