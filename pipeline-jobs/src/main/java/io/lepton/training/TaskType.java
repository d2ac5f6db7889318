package io.lepton.training;

import java.util.List;

/** What is predicted: one of two classes, one of several, or a number. */
public enum TaskType {
    BINARY,
    MULTICLASS,
    REGRESSION;

    /** True when labels are classes, so that models give probabilities. */
    public boolean classifies() {
        return this != REGRESSION;
    }

    /** The columns that a model of this task adds. */
    public List<String> outputColumns() {
        return classifies() ? List.of("rawPrediction", "probability", "prediction") : List.of("prediction");
    }
}
