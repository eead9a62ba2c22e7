"""The staff's web application: its own process and sign-in."""
