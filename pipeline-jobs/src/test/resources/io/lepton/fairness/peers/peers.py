"""Prints what each peer makes of the rows of CSV files, one JSON object: peer, then file TASK-NAME.csv, then figures."""

import json
import logging
import sys
import warnings
from pathlib import Path

# They tell of what they could do were more installed, and of rates that nobody defines.
warnings.simplefilter("ignore")
logging.disable()

import aequitas_figures
import aif360_figures
import fairlearn_figures
import pandas as pd
from scored_rows import unweighted

answers = {"fairlearn": {}, "aif360": {}, "aequitas": {}}
for file in sorted(Path(sys.argv[1]).glob("*.csv")):
    task = file.stem.split("-")[0]
    rows = pd.read_csv(file, float_precision="round_trip", na_filter=False)
    answers["fairlearn"][file.stem] = fairlearn_figures.figures(task, rows)
    if task == "binary":
        answers["aif360"][file.stem] = aif360_figures.figures(rows)
        if unweighted(rows):
            answers["aequitas"][file.stem] = aequitas_figures.figures(rows)
print(json.dumps(answers))
