"""One training by LightGBM in a process of its own; prints one line of JSON (bench/training/job.ts).

python train_lightgbm.py '{"folder": "…", "parameters": {"num_leaves": 31, "num_iterations": 100}}'
"""

import lightgbm as lgb
from common import Clock, Memory, report
from dataset import Dataset, job

task = job()
data = Dataset(task["folder"], "train")
parameters = {"verbose": -1, **task["parameters"]}
rounds = parameters.pop("num_iterations")
memory = Memory()

clock = Clock()
train = lgb.Dataset(
    data.features,
    data.label,
    feature_name=data.names,
    categorical_feature=data.categorical or "auto",
    params=parameters,
    free_raw_data=False,
).construct()
binning = clock.read()
booster = lgb.train(parameters, train, num_boost_round=rounds)
total = clock.read()
peak = memory.peak()

if task.get("predictions"):
    held_out = Dataset(task["folder"], "test")
    booster.predict(held_out.features).astype("<f8").tofile(task["predictions"])
report(
    {
        "total": total["seconds"],
        "binning": binning["seconds"],
        "cpuSeconds": total["cpuSeconds"],
        "peakBytes": peak,
    }
)
