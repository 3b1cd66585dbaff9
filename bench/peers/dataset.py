"""Reads a benchmark data set's raw files (bench/training/datasets/columns.ts describes them) without parsing."""

import json
import os
import sys

import numpy as np


class Dataset:
    """A part of a data set: features as the rivals like them best, label, names, positions of categories."""

    def __init__(self, folder, part):
        with open(os.path.join(folder, "description.json"), encoding="utf8") as file:
            description = json.load(file)
        rows = description["rows"][part]
        self.names = description["features"]
        self.categorical = [self.names.index(name) for name in description["categorical"]]

        def read(name, kind):
            return np.fromfile(os.path.join(folder, f"{part}.{name}"), dtype=kind)

        self.label = read("label.f32", np.float32)
        if description["layout"] == "csr":
            from scipy.sparse import csr_matrix

            parts = read("values.f32", np.float32), read("indices.i32", np.int32), read("indptr.i32", np.int32)
            self.features = csr_matrix(parts, shape=(rows, len(self.names)))
        else:
            # Row after row, which both rivals bin a little faster than column after column.
            columns = read("features.f32", np.float32).reshape(len(self.names), rows)
            self.features = np.ascontiguousarray(columns.T)


def job():
    """The job of bench/training/job.ts: the last argument."""
    return json.loads(sys.argv[-1])
