"""Fairlearn's figures of scored rows, by the names that ours have; its metric functions are Fairlearn's own and scikit-learn's.

Distances of distributions are SciPy's; the few that none of the three has are computed by their definition.
"""

import math
import re

import fairlearn.metrics as fl
import numpy as np
import sklearn.metrics as sk
from scipy import stats
from scipy.spatial.distance import jensenshannon
from scored_rows import PROBABILITY, attribute_sets, by_name, joined, names_of_groups, probabilities, unweighted
from sklearn.linear_model import LogisticRegression

UNDEFINED = {"zero_division": np.nan}


def defined_for(label, metric):
    """Fairlearn's rates are 0 where nobody has the label; ours are undefined."""
    def rate(y, p, sample_weight=None):
        return metric(y, p, sample_weight=sample_weight) if (y == label).any() else np.nan
    return rate


def precision(y, p, sample_weight=None):
    return sk.precision_score(y, p, sample_weight=sample_weight, **UNDEFINED)


def false_omission_rate(y, p, sample_weight=None):
    return 1 - sk.precision_score(y, p, pos_label=0, sample_weight=sample_weight, **UNDEFINED)


recall = defined_for(1, fl.true_positive_rate)
false_positive_rate = defined_for(0, fl.false_positive_rate)


def treatment_ratio(y, p, sample_weight=None):
    (_, wrongly_selected), (wrongly_rejected, _) = sk.confusion_matrix(
        y, p, labels=[0, 1], sample_weight=sample_weight)
    return wrongly_rejected / wrongly_selected if wrongly_selected else np.nan


OF_PREDICTIONS = {
    "selection_rate": fl.selection_rate,
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": lambda y, p, sample_weight=None: (
        recall(y, p, sample_weight) + 1 - false_positive_rate(y, p, sample_weight)) / 2,
    "precision": precision,
    "recall": recall,
    "false_positive_rate": false_positive_rate,
    "false_negative_rate": defined_for(1, fl.false_negative_rate),
    "true_negative_rate": defined_for(0, fl.true_negative_rate),
    "false_discovery_rate": lambda y, p, sample_weight=None: 1 - precision(y, p, sample_weight),
    "false_omission_rate": false_omission_rate,
    "base_rate": lambda y, p, sample_weight=None: fl.selection_rate(y, y, sample_weight=sample_weight),
    "f1": lambda y, p, sample_weight=None: sk.f1_score(y, p, sample_weight=sample_weight, **UNDEFINED),
    "average_odds": lambda y, p, sample_weight=None: (
        recall(y, p, sample_weight) + false_positive_rate(y, p, sample_weight)) / 2,
    "treatment_ratio": treatment_ratio,
}


def both_outcomes(metric):
    def measured(y, s, sample_weight=None):
        return metric(y, s, sample_weight=sample_weight) if len(np.unique(y)) == 2 else np.nan
    return measured


def average_precision(y, s, sample_weight=None):
    return sk.average_precision_score(y, s, sample_weight=sample_weight) if np.any(y) else np.nan


def log_loss(y, s, sample_weight=None):
    return sk.log_loss(y, s, labels=[0, 1], sample_weight=sample_weight)


def in_the_large(y, s, sample_weight=None):
    return fl.mean_prediction(y, s, sample_weight=sample_weight) - fl.mean_prediction(y, y, sample_weight=sample_weight)


def expected_calibration_error(y, s, sample_weight=None):
    weight = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight)
    bins = np.minimum(np.floor(np.asarray(s) * 10), 9).astype(int)
    excess = np.bincount(bins, weight * (np.asarray(s) - np.asarray(y)), 10)
    return np.abs(excess).sum() / weight.sum()


def calibration_slope(y, s, sample_weight=None):
    y, s = np.asarray(y), np.asarray(s)
    if s[y == 1].min() >= s[y == 0].max() or s[y == 1].max() <= s[y == 0].min():
        # Any slope is beaten by a steeper one.
        return np.nan
    log_odds = np.log(s / (1 - s)).reshape(-1, 1)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    return model.fit(log_odds, y, sample_weight=sample_weight).coef_[0, 0]


OF_SCORES = {
    "auc": both_outcomes(sk.roc_auc_score),
    "average_precision": average_precision,
    "mean_score": fl.mean_prediction,
    "brier_score": sk.brier_score_loss,
    "log_loss": log_loss,
    "expected_calibration_error": expected_calibration_error,
    "calibration_in_the_large": in_the_large,
    "calibration_slope": both_outcomes(calibration_slope),
}

def r2(y, p, sample_weight=None):
    """scikit-learn's is 0 where labels are all alike; ours is undefined."""
    return sk.r2_score(y, p, sample_weight=sample_weight) if len(np.unique(y)) > 1 else np.nan


OF_QUANTITIES = {
    "mae": sk.mean_absolute_error,
    "rmse": sk.root_mean_squared_error,
    "mean_residual": lambda y, p, sample_weight=None: fl.mean_prediction(y, y - p, sample_weight=sample_weight),
    "mean_prediction": fl.mean_prediction,
    "mean_label": lambda y, p, sample_weight=None: fl.mean_prediction(y, y, sample_weight=sample_weight),
    "r2": r2,
    "quantile_coverage": lambda y, p, sample_weight=None: fl.mean_prediction(y, y <= p, sample_weight=sample_weight),
}


def of_class(each):
    """A class against the others."""
    def one(values):
        return (values == each).astype(int)

    return {
        f"selection_rate_of_{each}": lambda y, p, sample_weight=None: fl.selection_rate(
            y, p, pos_label=each, sample_weight=sample_weight),
        f"precision_of_{each}": lambda y, p, sample_weight=None: precision(one(y), one(p), sample_weight),
        f"recall_of_{each}": lambda y, p, sample_weight=None: recall(one(y), one(p), sample_weight),
        f"false_positive_rate_of_{each}": lambda y, p, sample_weight=None: false_positive_rate(
            one(y), one(p), sample_weight),
        f"false_negative_rate_of_{each}": lambda y, p, sample_weight=None: 1 - recall(one(y), one(p), sample_weight),
        f"base_rate_of_{each}": lambda y, p, sample_weight=None: fl.selection_rate(
            y, y, pos_label=each, sample_weight=sample_weight),
        f"f1_of_{each}": lambda y, p, sample_weight=None: sk.f1_score(
            one(y), one(p), sample_weight=sample_weight, **UNDEFINED),
    }


def of_classes(rows):
    classes = sorted(int(each) for each in set(rows.label) | set(rows.prediction))
    metrics = {"accuracy": sk.accuracy_score}
    for each in classes:
        metrics |= of_class(each)
    for name, metric in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)]:
        metrics[name] = lambda y, p, sample_weight=None, metric=metric: metric(
            y, p, average="macro", sample_weight=sample_weight, **UNDEFINED)
    metrics["false_positive_rate"] = lambda y, p, sample_weight=None: np.nanmean(
        [of_class(each)[f"false_positive_rate_of_{each}"](y, p, sample_weight) for each in classes])
    metrics["false_negative_rate"] = lambda y, p, sample_weight=None: 1 - metrics["recall"](y, p, sample_weight)
    return metrics


def mean_of_defined(values):
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def of_probabilities(rows):
    """Each class's probability against whether it is the label, and that of the predicted one against whether it came true."""
    by_class = probabilities(rows)
    if not by_class.shape[1]:
        return {}
    label, predicted = rows.label.to_numpy().astype(int), rows.prediction.to_numpy().astype(int)
    right, sure = (label == predicted).astype(int), by_class[np.arange(len(rows)), predicted]
    answer = {name: OF_SCORES[name](right, sure)
              for name in ("mean_score", "expected_calibration_error", "calibration_in_the_large")}
    for each in range(by_class.shape[1]):
        of_rows = predicted == each
        answer[f"calibration_in_the_large_of_{each}"] = in_the_large(
            right[of_rows], sure[of_rows]) if of_rows.any() else math.nan
        for name in ("auc", "average_precision", "mean_score", "brier_score", "expected_calibration_error", "calibration_slope"):
            answer[f"{name}_of_{each}"] = OF_SCORES[name]((label == each).astype(int), by_class[:, each])
    for name in ("auc", "average_precision"):
        answer[name] = mean_of_defined(answer[f"{name}_of_{each}"] for each in range(by_class.shape[1]))
    answer["brier_score"] = ((by_class - np.eye(by_class.shape[1])[label]) ** 2).sum(axis=1).mean()
    answer["log_loss"] = -np.log(by_class[np.arange(len(rows)), label]).mean()
    return answer


def spread(groups):
    """How far apart those groups are that have a figure."""
    disparities = {}
    for name in {name for figures in groups.values() for name in figures}:
        known = [figures[name] for figures in groups.values() if not math.isnan(figures[name])]
        if known:
            disparities |= {f"{name}_difference": max(known) - min(known), f"{name}_ratio": min(known) / max(known)}
    return disparities


def frame(metrics, rows, predicted, names):
    return fl.MetricFrame(
        metrics=metrics,
        y_true=rows.label,
        y_pred=rows[predicted],
        sensitive_features=rows[names],
        sample_params=None if unweighted(rows) else {name: {"sample_weight": rows.weight} for name in metrics})


def distances_of(score, mine, rest):
    """How far a group's scores are from everybody else's."""
    edges = np.linspace(0, 1, 21)
    mine_by_bin = np.histogram(mine[score], edges, weights=mine.weight)[0]
    rest_by_bin = np.histogram(rest[score], edges, weights=rest.weight)[0]
    answer = {
        "score_wasserstein_distance": stats.wasserstein_distance(mine[score], rest[score], mine.weight, rest.weight),
        "score_jensen_shannon_divergence": jensenshannon(mine_by_bin, rest_by_bin, base=2) ** 2,
    }
    if unweighted(mine) and unweighted(rest):
        # SciPy's takes no weights.
        answer["score_ks_distance"] = stats.ks_2samp(mine[score], rest[score]).statistic
    return answer


def distances(task, rows, names):
    """Of each group: of its scores, or of its probabilities of each class; quantities have neither."""
    scores = {"": "score"} if task == "binary" else {
        f"_of_{int(column.removeprefix(PROBABILITY))}": column for column in rows.columns if column.startswith(PROBABILITY)}
    answer = {}
    for group, mine in rows.groupby(names_of_groups(rows, names)):
        rest = rows.drop(mine.index)
        answer[group] = {
            f"{name}{of_class}": value
            for of_class, score in scores.items() for name, value in distances_of(score, mine, rest).items()}
    return answer


def frames(task, rows, names):
    if task == "binary":
        return [frame(OF_PREDICTIONS, rows, "prediction", names), frame(OF_SCORES, rows, "score", names)]
    return [frame(OF_QUANTITIES if task == "quantity" else of_classes(rows), rows, "prediction", names)]


def of_whole_tables(rows, names):
    """Fairlearn's own functions that give a disparity at once."""
    functions = [
        "demographic_parity_difference",
        "demographic_parity_ratio",
        "equalized_odds_difference",
        "equalized_odds_ratio",
        "equal_opportunity_difference",
        "equal_opportunity_ratio",
    ]
    return {
        name: getattr(fl, name)(rows.label, rows.prediction, sensitive_features=rows[names], sample_weight=rows.weight)
        for name in functions
    }


def of_the_worst_class(disparities):
    """Each class against the others, the one in which groups are furthest apart; of a class that no group has nothing is known."""
    rates = {
        "demographic_parity": "selection_rate",
        "equalized_odds": "recall|false_positive_rate",
        "equal_opportunity": "recall",
        "predictive_parity": "precision",
    }
    return {
        f"{parity}_{kind}": worst(
            value for name, value in disparities.items()
            if re.fullmatch(f"({rate})_of_.*_{kind}", name) and not np.isnan(value))
        for parity, rate in rates.items() for kind, worst in [("difference", max), ("ratio", min)]
    }


def of_set(task, rows, names, frames_of_set):
    """Of the groups of an attribute, or of two: figures of each, and disparities."""
    groups = {group: {} for group, _ in rows.groupby(names_of_groups(rows, names))}
    disparities = {}
    for measured in frames_of_set:
        for group, figures in measured.by_group.iterrows():
            # Fairlearn has a row for each pair of values, whether or not anybody has both.
            if joined(group) in groups:
                groups[joined(group)] |= by_name(figures)
        disparities |= {f"{name}_difference": value for name, value in measured.difference().items()}
        disparities |= {f"{name}_ratio": value for name, value in measured.ratio().items()}
    if task == "binary":
        if rows.groupby(names).label.nunique().min() == 2:
            # Else its rates are 0 where ours are undefined.
            disparities |= of_whole_tables(rows, names)
        disparities |= {
            f"treatment_equality_{kind}": disparities[f"treatment_ratio_{kind}"] for kind in ("difference", "ratio")}
    if task == "classes":
        disparities |= of_the_worst_class(disparities)
        likely = {group: of_probabilities(mine) for group, mine in rows.groupby(names_of_groups(rows, names))}
        for group, figures in likely.items():
            groups[group] |= by_name(figures)
        disparities |= spread(likely)
    for group, figures in distances(task, rows, names).items():
        groups[group] |= figures
        for name, value in figures.items():
            name = re.sub("_of_[0-9]+$", "", name) + "_maximum"
            disparities[name] = max(value, disparities.get(name, 0))
    if task == "binary":
        disparities |= {f"predictive_parity_{kind}": disparities[f"precision_{kind}"] for kind in ("difference", "ratio")}
    return {"groups": groups, "disparities": by_name(disparities)}


def figures(task, rows):
    overall = {}
    sets = {}
    for names in attribute_sets(rows):
        measured = frames(task, rows, names)
        for each in measured:
            overall |= by_name(each.overall)
        overall |= by_name(of_probabilities(rows) if task == "classes" else {})
        sets[joined(names)] = of_set(task, rows, names, measured)
    return {"overall": overall, "sets": sets}
