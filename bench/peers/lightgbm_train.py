"""Trains LightGBM on a feature table; one line of JSON a repeat: seconds of binning and training, metrics, memory.

python lightgbm_train.py --train train.parquet --test test.parquet --label y \
    --params '{"objective": "regression", "num_leaves": 31}' --rounds 100 --threads 2
"""

import argparse
import json

import lightgbm as lgb
from common import Clock, metrics, peak_rss, read_table, report, turns

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--train", required=True, help="Parquet or Arrow IPC file")
parser.add_argument("--test", help="held-out file with the same columns")
parser.add_argument("--label", required=True, help="column of both files")
parser.add_argument("--params", type=json.loads, default={}, help="LightGBM's parameters as JSON")
parser.add_argument("--rounds", type=int, default=100)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--repeat", type=int, default=1)
parser.add_argument("--step", action="store_true", help="wait for a line before each repeat")
parser.add_argument("--model", help="where to save the last model")
args = parser.parse_args()

features, names, label = read_table(args.train, args.label)
held_out = read_table(args.test, args.label) if args.test else None
parameters = {"verbose": -1, **args.params, "num_threads": args.threads}
loaded = peak_rss()

for _ in turns(args.repeat, args.step):
    clock = Clock()
    data = lgb.Dataset(features, label, feature_name=names, params=parameters, free_raw_data=False)
    data.construct()
    binning = clock.read()
    clock = Clock()
    booster = lgb.train(parameters, data, num_boost_round=args.rounds)
    training = clock.read()
    result = {
        "version": lgb.__version__,
        "rows": len(label),
        "binning": binning,
        "training": training,
        "peakBytes": peak_rss(),
        "loadedBytes": loaded,
    }
    if held_out is not None:
        objective = parameters.get("objective", "regression")
        result["metrics"] = metrics(objective, held_out[2], booster.predict(held_out[0]))
    report(result)

if args.model:
    booster.save_model(args.model)
