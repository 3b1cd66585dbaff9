"""Scores a feature table with a LightGBM text model; one line of JSON a repeat: seconds of predict alone.

python lightgbm_predict.py --model model.txt --data test.parquet --label y --threads 2 --output predictions.f64
"""

import argparse

import lightgbm as lgb
from common import Clock, read_table, report, turns

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--model", required=True)
parser.add_argument("--data", required=True, help="Parquet or Arrow IPC file")
parser.add_argument("--label", help="a column of the file that is no feature")
parser.add_argument("--kind", choices=["value", "raw", "leaf", "contributions"], default="value")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--repeat", type=int, default=1)
parser.add_argument("--step", action="store_true", help="wait for a line before each repeat")
parser.add_argument("--output", help="the last predictions as little-endian float64, row after row")
args = parser.parse_args()

features, names, _ = read_table(args.data, args.label)
booster = lgb.Booster(model_file=args.model)
# The model's order of features, whatever the file's.
features = features[:, [names.index(name) for name in booster.feature_name()]].copy()
kinds = {
    "value": {},
    "raw": {"raw_score": True},
    "leaf": {"pred_leaf": True},
    "contributions": {"pred_contrib": True},
}

for _ in turns(args.repeat, args.step):
    clock = Clock()
    prediction = booster.predict(features, num_threads=args.threads, **kinds[args.kind])
    report(
        {
            "version": lgb.__version__,
            "rows": len(features),
            "trees": booster.num_trees(),
            "prediction": clock.read(),
        }
    )

if args.output:
    prediction.astype("<f8").tofile(args.output)
