package io.lepton.fairness;

/** Which figures rows tell. */
enum Told {
    /** All: every row has a label. */
    ALL,
    /** Those of predictions alone. */
    PREDICTIONS,
    /** Those that compare predictions with labels. */
    OUTCOMES;

    boolean has(String metric) {
        return switch (this) {
            case ALL -> true;
            case PREDICTIONS -> !Gates.needsLabels(metric);
            case OUTCOMES -> Gates.needsLabels(metric);
        };
    }
}
