"""What can go wrong, as a tree; each error says what was found, where, and what to do.

DetenteError
├── UsageError            exit 2   the command line contradicts itself
├── DataError             exit 3   data missing, stale or damaged
│   ├── TableDamaged               a table of our own differs from its registry
│   ├── SegmentDamaged             a Parquet segment of the archive differs from its name
│   └── FormatUnknown              rows that are in no format that `ingest` reads
└── InputRefused          exit 4   a dispatch that cannot be read, or has no date or no pair
"""


class DetenteError(Exception):
    """Base of all named errors: `code` is stable for programs, the message is for people."""

    exit_status = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class UsageError(DetenteError):
    """The command line asks for something that contradicts itself or does not exist."""

    exit_status = 2


class DataError(DetenteError):
    """Data that an answer needs is missing, stale or damaged."""

    exit_status = 3


class TableDamaged(DataError):
    """A shipped table does not match the sha256 in its registry."""


class SegmentDamaged(DataError):
    """An archive segment does not match the sha256 in its own name."""


class FormatUnknown(DataError):
    """A file's columns are those of no format that the archive reads."""


class InputRefused(DetenteError):
    """A dispatch that cannot be assessed; the message says what would make it acceptable."""

    exit_status = 4
