"""`detente motive`."""

from detente.cli.room import room_command

command = room_command("motive")
