"""What both web applications share: guards, message bubbles, forms, static files."""
