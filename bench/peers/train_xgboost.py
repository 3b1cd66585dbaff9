"""One training by XGBoost (hist, leaf-wise) in a process of its own; takes LightGBM's parameter names, prints one
line of JSON (bench/training/job.ts).
"""

import numpy as np
import xgboost as xgb
from common import Clock, Memory, report
from dataset import Dataset, job

task = job()
data = Dataset(task["folder"], "train")
given = task["parameters"]
binary = given["objective"] == "binary"
parameters = {
    "objective": "binary:logistic" if binary else "reg:squarederror",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_depth": 0,
    "max_leaves": given["num_leaves"],
    "eta": given["learning_rate"],
    "max_bin": given["max_bin"],
    # LightGBM regularizes by rows of a leaf, which are its hessian under squared error, and not by lambda.
    "reg_lambda": 0,
    "min_child_weight": 1e-3 if binary else given["min_data_in_leaf"],
    "nthread": given["num_threads"],
}
kinds = ["c" if position in data.categorical else "q" for position in range(len(data.names))]
description = {"feature_names": data.names, "feature_types": kinds, "enable_categorical": bool(data.categorical)}
memory = Memory()

clock = Clock()
train = xgb.QuantileDMatrix(
    data.features,
    data.label,
    max_bin=parameters["max_bin"],
    nthread=parameters["nthread"],
    **description,
)
binning = clock.read()
booster = xgb.train(parameters, train, num_boost_round=given["num_iterations"])
total = clock.read()
peak = memory.peak()

if task.get("predictions"):
    held_out = xgb.DMatrix(Dataset(task["folder"], "test").features, **description)
    booster.predict(held_out).astype(np.float64).tofile(task["predictions"])
report(
    {
        "total": total["seconds"],
        "binning": binning["seconds"],
        "cpuSeconds": total["cpuSeconds"],
        "peakBytes": peak,
    }
)
