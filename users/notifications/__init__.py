"""Events, the notifications they become, and the deliveries that carry them."""
