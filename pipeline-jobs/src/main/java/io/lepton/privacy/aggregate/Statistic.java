package io.lepton.privacy.aggregate;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Optional;

/** What is asked about the rows of a group. Where bounds are missing, they are estimated from a part of the budget. */
public sealed interface Statistic {
    /** As it reads in results and in the ledger, such as "mean(age)". */
    String label();

    /** The column whose numbers are used, if any. */
    default Optional<String> numbers() {
        return Optional.empty();
    }

    /** What those numbers are clamped to, if that was said. */
    default Optional<Bounds> bounds() {
        return Optional.empty();
    }

    /** The column whose bounds have to be estimated, if any. */
    default Optional<String> columnWithoutBounds() {
        return bounds().isPresent() ? Optional.empty() : numbers();
    }

    /** Rows that were kept after contributions were bounded. */
    record Count() implements Statistic {
        @Override
        public String label() {
            return "count";
        }
    }

    /** The sum of a column's values, missing ones left out. */
    record Sum(String column, Optional<Bounds> bounds) implements Statistic {
        @Override
        public String label() {
            return "sum(" + column + ")";
        }

        @Override
        public Optional<String> numbers() {
            return Optional.of(column);
        }
    }

    /** The mean of a column's values, missing ones left out. */
    record Mean(String column, Optional<Bounds> bounds) implements Statistic {
        @Override
        public String label() {
            return "mean(" + column + ")";
        }

        @Override
        public Optional<String> numbers() {
            return Optional.of(column);
        }
    }

    /**
     * Values of a column below which given shares of its values lie, missing ones left out.
     *
     * @param ranks between 0 and 1, such as 0.5 for the median
     */
    record Quantiles(String column, Optional<Bounds> bounds, List<Double> ranks) implements Statistic {
        public Quantiles {
            ranks = ranks.stream().distinct().sorted().toList();
            for (double rank : ranks) {
                if (!(rank >= 0 && rank <= 1)) {
                    throw LeptonException.configuration("Cannot tell the quantile " + rank + " of column '" + column
                            + "': quantiles lie between 0 and 1; the median is 0.5.");
                }
            }
        }

        @Override
        public String label() {
            return "quantile(" + column + ")";
        }

        @Override
        public Optional<String> numbers() {
            return Optional.of(column);
        }
    }

    /** How many rows hold a number in each of some ranges that are equally wide. Numbers beyond the bounds count in the first or last. */
    record NumberHistogram(String column, Optional<Bounds> bounds, int bins) implements Statistic {
        private static final int MOST_BINS = 1000;

        public NumberHistogram {
            if (bins < 1 || bins > MOST_BINS) {
                throw LeptonException.configuration("Cannot count column '" + column + "' in " + bins + " ranges: 1 to "
                        + MOST_BINS + " are possible.");
            }
        }

        @Override
        public String label() {
            return "histogram(" + column + ")";
        }

        @Override
        public Optional<String> numbers() {
            return Optional.of(column);
        }
    }

    /** How many rows hold each value; values are selected as groups are, since a rare one gives a person away. */
    record ValueHistogram(String column) implements Statistic {
        @Override
        public String label() {
            return "histogram(" + column + ")";
        }
    }
}
