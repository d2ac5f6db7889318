"""AIF360's figures of scored rows, by the names that ours have; its differences have a sign, and ours are sizes."""

import math

import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric
from aif360.sklearn.metrics import between_group_generalized_entropy_error, conditional_demographic_disparity
from scored_rows import attribute_sets, by_name, features, joined, names_of_groups, unweighted


def dataset(rows, codes, column):
    frame = pd.DataFrame({"group": codes, "label": rows[column], "weight": rows.weight})
    return BinaryLabelDataset(
        df=frame, label_names=["label"], protected_attribute_names=["group"], instance_weights_name="weight")


def metric(rows, codes, **groups):
    return ClassificationMetric(dataset(rows, codes, "label"), dataset(rows, codes, "prediction"), **groups)


def among(count, value):
    """Of nobody its rates are 0, and ours undefined."""
    return value if count else math.nan


def of_rows(rows, codes):
    measured = metric(rows, codes)
    selected = measured.num_pred_positives()
    rejected = measured.num_pred_negatives()
    positives = measured.num_positives()
    negatives = measured.num_negatives()
    figures = {
        "selection_rate": measured.selection_rate(),
        "base_rate": measured.base_rate(),
        "accuracy": measured.accuracy(),
        "precision": among(selected, measured.precision()),
        "recall": among(positives, measured.recall()),
        "true_negative_rate": among(negatives, measured.specificity()),
        "false_positive_rate": among(negatives, measured.false_positive_rate()),
        "false_negative_rate": among(positives, measured.false_negative_rate()),
        "false_discovery_rate": among(selected, measured.false_discovery_rate()),
        "false_omission_rate": among(rejected, measured.false_omission_rate()),
    }
    if unweighted(rows):
        # It leaves weights out of these.
        figures["generalized_entropy_index"] = measured.generalized_entropy_index()
        figures["theil_index"] = measured.theil_index()
    return by_name(figures)


def of_two_groups(rows, codes):
    measured = metric(rows, codes, unprivileged_groups=[{"group": 0}], privileged_groups=[{"group": 1}])
    differences = {
        "demographic_parity_difference": measured.statistical_parity_difference(),
        "equal_opportunity_difference": measured.equal_opportunity_difference(),
        "equalized_odds_difference": measured.equalized_odds_difference(),
        "average_odds_difference": measured.average_odds_difference(),
        "accuracy_difference": measured.error_rate_difference(),
        "false_positive_rate_difference": measured.false_positive_rate_difference(),
        "false_negative_rate_difference": measured.false_negative_rate_difference(),
        "false_discovery_rate_difference": measured.false_discovery_rate_difference(),
        "false_omission_rate_difference": measured.false_omission_rate_difference(),
    }
    ratios = {
        "demographic_parity_ratio": measured.disparate_impact(),
        "false_positive_rate_ratio": measured.false_positive_rate_ratio(),
        "false_negative_rate_ratio": measured.false_negative_rate_ratio(),
        "false_discovery_rate_ratio": measured.false_discovery_rate_ratio(),
        "false_omission_rate_ratio": measured.false_omission_rate_ratio(),
    }
    return (
        {name: abs(value) for name, value in differences.items()}
        | {name: min(value, 1 / value) if value else 0 for name, value in ratios.items()})


def of_all_groups(rows, groups):
    by_group = rows.assign(group=groups).set_index("group")
    figures = {
        "conditional_demographic_disparity": conditional_demographic_disparity(
            by_group.label, by_group.prediction, prot_attr="group", sample_weight=rows.weight.to_numpy())
    }
    if unweighted(rows):
        figures["between_group_generalized_entropy_index"] = between_group_generalized_entropy_error(
            by_group.label, by_group.prediction.to_numpy(), prot_attr="group")
    return figures


def of_everybody(rows):
    figures = of_rows(rows, 0)
    numbers = features(rows)
    if len(numbers.columns):
        frame = numbers.assign(group=0, label=rows.prediction)
        decisions = BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["group"])
        figures["consistency"] = BinaryLabelDatasetMetric(decisions).consistency(n_neighbors=5).item()
    return figures


def of_set(rows, names):
    of_row = names_of_groups(rows, names)
    codes, values = pd.factorize(of_row, sort=True)
    groups = {value: of_rows(rows[codes == i], i) for i, value in enumerate(values)}
    disparities = of_all_groups(rows, of_row)
    if len(values) == 2:
        disparities |= of_two_groups(rows, codes)
    for index in ("generalized_entropy_index", "theil_index"):
        if unweighted(rows):
            each = [figures[index] for figures in groups.values()]
            disparities[f"{index}_difference"] = max(each) - min(each)
    return {"groups": groups, "disparities": by_name(disparities)}


def figures(rows):
    return {
        "overall": of_everybody(rows),
        "sets": {joined(names): of_set(rows, names) for names in attribute_sets(rows)},
    }
