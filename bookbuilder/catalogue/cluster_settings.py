"""The settings that the process that talks to a cluster gets first; imports no Dask, which their sender does not need."""

from __future__ import annotations

import msgspec


class ClusterSettings(msgspec.Struct, frozen=True):
    """The address of the scheduler (empty: none), how many processes there are without one, the most memory of each in
    bytes, the version that workers must have, whether their processes are confined, for how many seconds a scheduler may be
    away, and whether the processes may start programs, as books with sources need it."""

    scheduler: str
    processes: int
    memory: int
    version: str
    jail: bool = True
    patience: float = 60.0
    programs: bool = False
