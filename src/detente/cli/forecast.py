"""`detente forecast`."""

from detente.cli.room import room_command

command = room_command("forecast")
