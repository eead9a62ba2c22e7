"""The public door: the web page, the inbox, the handoff gate, and the way to the assistant."""
