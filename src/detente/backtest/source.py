"""Publishers' tables as Parquet, as the back-tests read them."""

from pathlib import Path
from typing import Any

import duckdb

from detente.world.errors import DataError


def query(sql: str, file: Path) -> list[tuple[Any, ...]]:
    """The rows of `sql` over `$file`; DataError if the file is not there or has other columns."""
    if not file.exists():
        raise DataError("data-missing", f"no file {file}: `detente cite` names its publisher")
    try:
        with duckdb.connect() as connection:
            return connection.execute(sql, {"file": str(file)}).fetchall()
    except duckdb.Error as error:
        raise DataError("data-unreadable", f"{file}: {error}") from error
