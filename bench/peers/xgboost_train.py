"""Trains XGBoost (hist, leaf-wise) on a feature table; takes LightGBM's parameter names, prints as lightgbm_train.py does."""

import argparse
import json

import numpy as np
import xgboost as xgb
from common import Clock, metrics, peak_rss, read_table, report, turns

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--train", required=True)
parser.add_argument("--test")
parser.add_argument("--label", required=True)
parser.add_argument("--params", type=json.loads, default={}, help="LightGBM's names, as JSON")
parser.add_argument("--rounds", type=int, default=100)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--repeat", type=int, default=1)
parser.add_argument("--step", action="store_true")
args = parser.parse_args()

features, names, label = read_table(args.train, args.label)
held_out = read_table(args.test, args.label) if args.test else None
binary = args.params.get("objective", "regression").startswith("binary")
parameters = {
    "objective": "binary:logistic" if binary else "reg:squarederror",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_depth": 0,
    "max_leaves": args.params.get("num_leaves", 31),
    "eta": args.params.get("learning_rate", 0.1),
    "max_bin": args.params.get("max_bin", 255),
    "reg_lambda": args.params.get("lambda_l2", 0),
    "min_child_weight": args.params.get("min_sum_hessian_in_leaf", 1e-3),
    "nthread": args.threads,
}
loaded = peak_rss()

for _ in turns(args.repeat, args.step):
    clock = Clock()
    data = xgb.QuantileDMatrix(
        features,
        label,
        feature_names=names,
        max_bin=parameters["max_bin"],
        nthread=args.threads,
    )
    binning = clock.read()
    clock = Clock()
    booster = xgb.train(parameters, data, num_boost_round=args.rounds)
    training = clock.read()
    result = {
        "version": xgb.__version__,
        "rows": len(label),
        "binning": binning,
        "training": training,
        "peakBytes": peak_rss(),
        "loadedBytes": loaded,
    }
    if held_out is not None:
        objective = args.params.get("objective", "regression")
        prediction = booster.inplace_predict(held_out[0]).astype(np.float64)
        result["metrics"] = metrics(objective, held_out[2], prediction)
    report(result)
