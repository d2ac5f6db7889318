package io.lepton.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What makes the chosen model treat groups of people more alike. An option that is absent has its method's default.
 *
 * @param attribute one of {@code audit.protected-attributes}; absent: the only one of them
 * @param constraint what shall be alike in all groups
 * @param bound how far apart that may be, 0 to 1
 * @param penalty of the covariance of group and decision
 * @param repairLevel how much of a repair of features is made, 0 (nothing) to 1
 * @param tries how many methods are tried at most
 * @param minutes after which no further try begins
 * @param maxAccuracyLoss most accuracy that the chosen try may lose, 0 to 1
 */
public record Mitigate(
        Method method,
        Optional<String> attribute,
        Optional<Constraint> constraint,
        Optional<Double> bound,
        Optional<Double> penalty,
        Optional<Double> repairLevel,
        Optional<Integer> tries,
        Optional<Double> minutes,
        Optional<Double> maxAccuracyLoss) {

    /** What shall be alike in all groups. */
    public enum Constraint {
        DEMOGRAPHIC_PARITY,
        EQUALIZED_ODDS,
        EQUAL_OPPORTUNITY,
        ERROR_PARITY;

        private static final Set<Constraint> RATES = EnumSet.of(DEMOGRAPHIC_PARITY, EQUALIZED_ODDS, EQUAL_OPPORTUNITY);
    }

    /** When a method acts. */
    private enum When {
        TRAINING,
        /** In both: the features of rows are changed before the model learns from them, and before it scores them. */
        TRAINING_AND_SCORING,
        SCORING
    }

    /** What a method's decisions follow from. */
    private enum Decision {
        SCORE,
        METHOD
    }

    /** The ways to mitigate. */
    public enum Method {
        /** Tries the others. */
        AUTO(When.TRAINING, Decision.SCORE, EnumSet.allOf(Constraint.class)),
        REWEIGHING(When.TRAINING, Decision.SCORE, EnumSet.of(Constraint.DEMOGRAPHIC_PARITY)),
        EXPONENTIATED_GRADIENT(When.TRAINING, Decision.METHOD, EnumSet.allOf(Constraint.class)),
        GRID_SEARCH(When.TRAINING, Decision.SCORE, EnumSet.allOf(Constraint.class)),
        FAIR_XGBOOST(When.TRAINING, Decision.SCORE, EnumSet.of(Constraint.DEMOGRAPHIC_PARITY)),
        DISPARATE_IMPACT_REMOVER(When.TRAINING_AND_SCORING, Decision.SCORE, EnumSet.of(Constraint.DEMOGRAPHIC_PARITY)),
        CORRELATION_REMOVER(When.TRAINING_AND_SCORING, Decision.SCORE, EnumSet.of(Constraint.DEMOGRAPHIC_PARITY)),
        THRESHOLD_OPTIMIZER(When.SCORING, Decision.METHOD, Constraint.RATES),
        REJECT_OPTION(When.SCORING, Decision.METHOD, Constraint.RATES),
        CALIBRATED_ODDS(When.SCORING, Decision.SCORE, EnumSet.of(Constraint.EQUALIZED_ODDS)),
        EQUAL_OPPORTUNITY_TRANSFORM(When.SCORING, Decision.SCORE, EnumSet.of(Constraint.EQUAL_OPPORTUNITY));

        private final When when;
        private final Decision decision;
        private final Set<Constraint> constraints;

        Method(When when, Decision decision, Set<Constraint> constraints) {
            this.when = when;
            this.decision = decision;
            this.constraints = Collections.unmodifiableSet(EnumSet.copyOf(constraints));
        }

        /** Whether the rows that are scored must tell the protected attribute. */
        public boolean needsAttributeAtScoring() {
            return when != When.TRAINING;
        }

        /** Whether it changes scores, and no training. */
        public boolean repairsScores() {
            return when == When.SCORING;
        }

        /** Whether it changes what the model sees of a row, in training and when the row is scored. */
        public boolean repairsFeatures() {
            return when == When.TRAINING_AND_SCORING;
        }

        /** Whether it decides about each row itself, rather than by a threshold of the score. */
        public boolean decides() {
            return decision == Decision.METHOD;
        }

        /** What it can make alike. */
        public Set<Constraint> constraints() {
            return constraints;
        }

        /** Whether it takes a bound. */
        public boolean isBounded() {
            return this == EXPONENTIATED_GRADIENT || this == THRESHOLD_OPTIMIZER || this == REJECT_OPTION;
        }
    }
}
