"""Parts and colours, their geometry and connectors."""
