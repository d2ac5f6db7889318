"""Aequitas's figures of scored rows, by the names that ours have; it knows no weights."""

import math

from aequitas.bias import Bias
from aequitas.group import Group
from scored_rows import attribute_sets, by_name, joined, names_of_groups

OF_GROUP = {
    "selection_rate": "pprev",
    "base_rate": "prev",
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "tpr",
    "true_negative_rate": "tnr",
    "false_positive_rate": "fpr",
    "false_negative_rate": "fnr",
    "false_discovery_rate": "fdr",
    "false_omission_rate": "for",
}

RATIOS = {
    "demographic_parity_ratio": "pprev",
    "equal_opportunity_ratio": "tpr",
    "predictive_parity_ratio": "precision",
    "true_negative_rate_ratio": "tnr",
    "false_positive_rate_ratio": "fpr",
    "false_negative_rate_ratio": "fnr",
    "false_discovery_rate_ratio": "fdr",
    "false_omission_rate_ratio": "for",
}


def of_set(groups, compared):
    return {
        "groups": {
            row.attribute_value: by_name({ours: row[column] for ours, column in OF_GROUP.items()})
            for _, row in groups.iterrows()
        },
        # Compared with the group that has least: the smallest ratio is the inverse of the largest disparity.
        "disparities": by_name({ours: 1 / compared[f"{column}_disparity"].max() for ours, column in RATIOS.items()}),
    }


def figures(rows):
    sets = {joined(names): names_of_groups(rows, names) for names in attribute_sets(rows)}
    frame = rows[[]].assign(score=rows.prediction, label_value=rows.label, **sets)
    groups, _ = Group().get_crosstabs(frame, attr_cols=list(sets))
    compared = Bias().get_disparity_min_metric(df=groups, original_df=frame, fill_divbyzero=math.inf)
    return {
        "overall": {},
        "sets": {
            name: of_set(groups[groups.attribute_name == name], compared[compared.attribute_name == name])
            for name in sets
        },
    }

