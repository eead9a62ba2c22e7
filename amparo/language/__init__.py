"""Text without meaning, pure: normalising, scripts, places, dates, fixed answers. Stays 3.10-compatible."""
