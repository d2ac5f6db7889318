package io.lepton.fairness.measures;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is measured of a group, by the name that tables, gates and reports use. */
public enum Measure {
    /** Share of rows predicted 1. */
    SELECTION_RATE(Better.MORE, Needs.PREDICTIONS, Spread.BOTH),
    /** Share of rows whose prediction is the label. */
    ACCURACY(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** (recall + true negative rate) / 2. */
    BALANCED_ACCURACY(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Share of the selected whose label is 1. */
    PRECISION(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Share of the positives who are selected. */
    RECALL(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Share of the negatives who are selected. */
    FALSE_POSITIVE_RATE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Share of the positives who are not selected. */
    FALSE_NEGATIVE_RATE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Share of the negatives who are not selected. */
    TRUE_NEGATIVE_RATE(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Share of the selected whose label is 0. */
    FALSE_DISCOVERY_RATE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Share of those not selected whose label is 1. */
    FALSE_OMISSION_RATE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Share of rows labelled 1. */
    BASE_RATE(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Harmonic mean of precision and recall. */
    F1(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** (recall + false positive rate) / 2: its difference is the average odds difference. */
    AVERAGE_ODDS(Better.MORE, Needs.LABELS, Spread.DIFFERENCE),
    /** False negatives a false positive: equal in treatment equality. */
    TREATMENT_RATIO(Better.LESS, Needs.LABELS, Spread.NONE),
    /** Probability that a random positive scores above a random negative, ties half. */
    AUC(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Mean precision over the recall gained at each score. */
    AVERAGE_PRECISION(Better.MORE, Needs.LABELS, Spread.BOTH),
    /** Mean score. */
    MEAN_SCORE(Better.MORE, Needs.PREDICTIONS, Spread.DIFFERENCE),
    /** Mean squared distance of probability and label. */
    BRIER_SCORE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Mean negative logarithm of the probability of what came true, in nats. */
    LOG_LOSS(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Mean distance of probability and frequency over ten bins of equal width. */
    EXPECTED_CALIBRATION_ERROR(Better.LESS, Needs.LABELS, Spread.DIFFERENCE),
    /** Mean score − base rate. */
    CALIBRATION_IN_THE_LARGE(Better.NEITHER, Needs.LABELS, Spread.DIFFERENCE),
    /** Of the logistic regression of labels on the scores' log-odds: 1 if calibrated, below 1 if scores are too extreme. */
    CALIBRATION_SLOPE(Better.NEITHER, Needs.LABELS, Spread.DIFFERENCE),
    /** Kolmogorov and Smirnov's distance of a group's scores from everybody else's. */
    SCORE_KS_DISTANCE(Better.LESS, Needs.PREDICTIONS, Spread.LARGEST),
    /** Wasserstein's (earth mover's) distance of a group's scores from everybody else's, in the score's unit. */
    SCORE_WASSERSTEIN_DISTANCE(Better.LESS, Needs.PREDICTIONS, Spread.LARGEST),
    /** Jensen and Shannon's divergence of a group's scores from everybody else's over twenty bins of equal width, in bits. */
    SCORE_JENSEN_SHANNON_DIVERGENCE(Better.LESS, Needs.PREDICTIONS, Spread.LARGEST),
    /** Inequality of prediction − label + 1, α = 2. */
    GENERALIZED_ENTROPY_INDEX(Better.LESS, Needs.LABELS, Spread.DIFFERENCE),
    /** Inequality of prediction − label + 1, α = 1. */
    THEIL_INDEX(Better.LESS, Needs.LABELS, Spread.DIFFERENCE),
    /** Mean 1 / log₂(1 + rank) of a group's rows, ranked by score, relative to everybody's. */
    EXPOSURE(Better.MORE, Needs.PREDICTIONS, Spread.BOTH),
    // From here on of quantities.
    /** Mean absolute residual, in the label's unit. */
    MAE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Root of the mean squared residual, in the label's unit. */
    RMSE(Better.LESS, Needs.LABELS, Spread.BOTH),
    /** Mean of label − prediction. */
    MEAN_RESIDUAL(Better.MORE, Needs.LABELS, Spread.DIFFERENCE),
    MEAN_PREDICTION(Better.MORE, Needs.PREDICTIONS, Spread.DIFFERENCE),
    MEAN_LABEL(Better.MORE, Needs.LABELS, Spread.NONE),
    /** Share of the labels' variance that is explained. */
    R2(Better.MORE, Needs.LABELS, Spread.DIFFERENCE),
    /** Share of rows whose label is at or below the prediction. */
    QUANTILE_COVERAGE(Better.NEITHER, Needs.LABELS, Spread.DIFFERENCE),
    // Of decisions, from a sample of rows: no part of the counts that all others are made of.
    /** 1 − mean |decision − mean decision of the nearest neighbours|. */
    CONSISTENCY(Better.MORE, Needs.PREDICTIONS, Spread.NONE);

    /** Which groups fare better by it. */
    enum Better {
        MORE,
        LESS,
        NEITHER
    }

    /** What it is made of. */
    enum Needs {
        PREDICTIONS,
        LABELS
    }

    /** How groups are compared by it. */
    public enum Spread {
        NONE,
        DIFFERENCE,
        BOTH,
        /** The figure itself compares; the largest of all groups counts. */
        LARGEST
    }

    private final Better better;
    private final Needs needs;
    private final Spread spread;

    Measure(Better better, Needs needs, Spread spread) {
        this.better = better;
        this.needs = needs;
        this.spread = spread;
    }

    /** Of the name of a measure, a class's among them: {@code recall_of_2} is a recall. */
    public static Optional<Measure> named(String name) {
        String measure = name.replaceFirst("_of_.*$", "");
        return Arrays.stream(values()).filter(each -> each.id().equals(measure)).findFirst();
    }

    /** The names of those that tell of two classes, whether or not a group's outcomes define them. */
    public static Set<String> ofTwoClasses() {
        return Arrays.stream(values())
                .filter(measure -> measure.ordinal() < MAE.ordinal())
                .map(Measure::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@code false_positive_rate}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it compares predictions with true labels. */
    public boolean needsLabels() {
        return needs == Needs.LABELS;
    }

    public boolean lessIsBetter() {
        return better == Better.LESS;
    }

    public Spread spread() {
        return spread;
    }
}
