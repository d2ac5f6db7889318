package io.lepton.fairness;

import static org.apache.spark.sql.functions.asinh;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * A monotone map from scores to at most 20,000 bins for probabilities.
 *
 * <p>Bins are equally wide in log-odds, not in probability: the scores of a rare event crowd near 0, where equal bins would tie most
 * pairs. Two probabilities more than 0.0005 apart never share a bin. Scores beyond 0 to 1 keep their order on a logarithmic scale.
 */
final class ScoreBins {
    private static final double WIDTH = 0.002;
    private static final double LARGEST_LOG_ODDS = 20;
    private static final double FIRST_BEYOND = LARGEST_LOG_ODDS / WIDTH + 1;
    private static final double SCALE_BEYOND = 1e6;

    private ScoreBins() {}

    /** The bin of a non-null score as a whole number; a higher score never has a lower bin. */
    static Column of(Column score) {
        Column logOdds = log(score.divide(lit(1.0).minus(score)));
        Column clamped = least(greatest(logOdds, lit(-LARGEST_LOG_ODDS)), lit(LARGEST_LOG_ODDS));
        return when(score.leq(0), lit(-FIRST_BEYOND).minus(beyond(score.multiply(-1.0))))
                .when(score.geq(1), lit(FIRST_BEYOND).plus(beyond(score.minus(1.0))))
                .otherwise(floor(clamped.divide(WIDTH)))
                .cast("int");
    }

    private static Column beyond(Column distance) {
        return floor(asinh(distance.multiply(SCALE_BEYOND)).divide(WIDTH));
    }
}
