"""What the rivals' scripts share: reading a table, metrics, timing, and waiting for one's turn."""

import json
import platform
import resource
import sys
import time

import numpy as np


def read_table(path, label=None):
    """Columns of a Parquet or Arrow IPC file as a float32 matrix (row after row), names and label."""
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


def auc(label, score):
    """Area under the ROC curve; equal scores count half."""
    order = np.argsort(score, kind="stable")
    values = score[order]
    _, first, count = np.unique(values, return_index=True, return_counts=True)
    rank = np.repeat(first + (count + 1) / 2, count)
    positive = label[order] > 0.5
    p = positive.sum()
    n = len(label) - p
    return float((rank[positive].sum() - p * (p + 1) / 2) / (p * n))


def metrics(objective, label, prediction):
    """The figures that Cambium computes for the same objective, by the same formulas."""
    if objective.startswith("binary"):
        p = np.clip(prediction, 1e-15, 1 - 1e-15)
        loss = -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))
        return {"auc": auc(label, prediction), "binary_logloss": float(loss)}
    error = prediction - label
    return {"rmse": float(np.sqrt(np.mean(error**2))), "l1": float(np.mean(np.abs(error)))}


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


def peak_rss():
    """The most memory this process has held, in bytes."""
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


if __name__ == "__main__":
    from importlib.metadata import version

    packages = ["lightgbm", "xgboost", "numpy", "scipy", "pyarrow"]
    report({"python": platform.python_version(), **{name: version(name) for name in packages}})
