package io.lepton.cli.bench.score;

/** What {@code lepton bench score} can measure; each alone, in this order. */
public enum ScorePart {
    /** The evaluator of trees beside XGBoost's native predictor, by number and depth of trees. */
    TREES,
    /** From a Delta table to scores in memory, beside the transformers of XGBoost4J-Spark and MLlib. */
    TRANSFORM,
    /** A network over blocks of rows beside DL4J, row by row and all rows at once. */
    NETWORK,
    /** The stages score and audit beside copying the table that they read. */
    JOB,
    /** Time and memory over a hundredfold of rows. */
    GROWTH,
    /** What is predicted beside what the models' libraries predict, value by value, on real data. */
    EXACT
}
