"""What the scripts of all peers share."""

import math
from itertools import combinations

OTHER_COLUMNS = ["label", "prediction", "score", "weight"]
BETWEEN = " × "


FEATURE = "feature "
PROBABILITY = "probability "


def attributes(rows):
    return [column for column in rows.columns
            if column not in OTHER_COLUMNS and not column.startswith((FEATURE, PROBABILITY))]


def probabilities(rows):
    """Those of several classes, by number."""
    return rows[sorted(column for column in rows.columns if column.startswith(PROBABILITY))].to_numpy()


def features(rows):
    """Numbers by which people are like each other, standardized."""
    numbers = rows[[column for column in rows.columns if column.startswith(FEATURE)]]
    return (numbers - numbers.mean()) / numbers.std(ddof=0)


def attribute_sets(rows):
    """Each attribute, and each pair."""
    names = attributes(rows)
    return [[name] for name in names] + [list(pair) for pair in combinations(names, 2)]


def unweighted(rows):
    return (rows.weight == 1).all()


def joined(names):
    return names if isinstance(names, str) else BETWEEN.join(names)


def names_of_groups(rows, names):
    """The group of each row."""
    return rows[names].agg(BETWEEN.join, axis=1)


def by_name(figures):
    """Numbers as JSON has them: none for what is undefined."""
    return {joined(name): None if math.isnan(value) else float(value) for name, value in figures.items()}
