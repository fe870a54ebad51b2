"""Pages of buying and selling."""
