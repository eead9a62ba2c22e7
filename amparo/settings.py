"""What an operator may set, by environment variables that begin with AMPARO_."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings with their defaults for one machine."""

    model_config = SettingsConfigDict(env_prefix="AMPARO_", extra="ignore")

    database_url: str = Field(default="sqlite:///var/amparo.db", validation_alias="DATABASE_URL")
    key_file: Path = Path("var/keys/installation.keys")
    # The address under which people reach the chat page. https makes the cookie Secure.
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    console_host: str = "127.0.0.1"
    console_port: int = 5080
    actions_port: int = 5055
    assistant_url: str = "http://127.0.0.1:5005"
    # A turn takes tens of milliseconds; the first one after a start takes seconds.
    assistant_timeout_s: float = 30.0
    # Days after a person's last word until the conversation is erased.
    keep_days: int = Field(default=30, ge=1, le=90)
    # Where "leave quickly" leads: a site that fits every interest.
    exit_url: str = "https://www.wikipedia.org/"
    # Who may help free of charge, as the operator has confirmed it. See the head of the shipped file.
    help_file: Path = Path("help.yml")
    # How many messages one conversation may send in a minute. Thirty is faster than anybody reads.
    messages_per_minute: int = Field(default=30, ge=1)
