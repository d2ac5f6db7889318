package io.lepton.fairness.slices;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** What a model's mistake on a row costs; 0 is none. */
public final class Losses {
    /** Keeps the loss of a certain mistake finite, at 34.5. */
    private static final double SMALLEST = 1e-15;

    private Losses() {}

    /**
     * Log loss of a binary label in nats: −ln of the probability that the model gave to what came true.
     *
     * @param label 0 or 1
     * @param score probability of 1; bounded to 1e-15 from 0 and 1
     */
    public static Column logLoss(Column label, Column score) {
        Column probability = when(label.equalTo(1), score).otherwise(lit(1.0).minus(score));
        return log(least(greatest(probability, lit(SMALLEST)), lit(1.0))).multiply(-1.0);
    }

    /** Absolute error of a quantity, in the label's unit. */
    public static Column absoluteError(Column label, Column prediction) {
        return abs(label.minus(prediction)).cast("double");
    }

    /** 1 for a wrong class, 0 for the right one. */
    public static Column zeroOne(Column label, Column prediction) {
        return label.notEqual(prediction).cast("double");
    }
}
