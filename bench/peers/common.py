"""What the rivals' scripts share: reading a table, timing, memory, and waiting for one's turn."""

import json
import platform
import resource
import sys
import time


def read_table(path, label=None):
    """Columns of a Parquet or Arrow IPC file as a float32 matrix (row after row), names and label."""
    import numpy as np
    import pyarrow.feather
    import pyarrow.parquet

    if path.endswith(".parquet"):
        table = pyarrow.parquet.read_table(path)
    else:
        table = pyarrow.feather.read_table(path, memory_map=False)
    names = [name for name in table.column_names if name != label]
    columns = [table.column(name).to_numpy().astype(np.float32) for name in names]
    target = None if label is None else table.column(label).to_numpy().astype(np.float64)
    return np.ascontiguousarray(np.stack(columns, axis=1)), names, target


class Clock:
    """Seconds by the clock and of all threads since it was made."""

    def __init__(self):
        self.wall = time.perf_counter()
        self.cpu = time.process_time()

    def read(self):
        return {
            "seconds": time.perf_counter() - self.wall,
            "cpuSeconds": time.process_time() - self.cpu,
        }


class Memory:
    """Peak memory of this process, in bytes, beyond what it held when this was made."""

    def __init__(self):
        try:
            with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
                file.write("5")
        except OSError:
            # Then the peak is that of the whole process, in which loading took less than training will.
            pass
        self.loaded = _status("VmRSS") or _max_rss()

    def peak(self):
        return max(0, (_status("VmHWM") or _max_rss()) - self.loaded)


def _status(field):
    """Linux's own count: the system's maxrss of a child begins with that of the process that started it."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(f"{field}:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def _max_rss():
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def turns(repeat, step):
    """Counts to `repeat`; with `step` each turn waits for a line on standard input."""
    if step:
        report({"ready": True})
    for turn in range(repeat):
        if step and not sys.stdin.readline():
            return
        yield turn


def report(value):
    """One line of JSON."""
    print(json.dumps(value), flush=True)


def versions():
    """Versions by name of Python and of those of the rivals' packages that are installed."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ["lightgbm", "xgboost", "numpy", "scipy", "pyarrow"]:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            pass
    return found


if __name__ == "__main__":
    report(versions())
