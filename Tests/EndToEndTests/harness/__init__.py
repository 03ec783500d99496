"""Runs the real `udkast` on loopback and works with it as members do: over HTTP, WebSocket, the client and a browser."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / ".build/release/udkast"
CHROMIUM = "/usr/bin/chromium"

DEMO_PASSWORD = "udkast-demo-2026"
TARGET = "maal-moebler"
CRITERION = "krt-mob-b2"


def email(member: str) -> str:
    """The address of a demo member: `koeb1` is member `p-koeb1`."""
    return f"{member}@demo.invalid"
