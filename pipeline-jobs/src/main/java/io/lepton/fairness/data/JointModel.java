package io.lepton.fairness.data;

import io.lepton.fairness.counts.CodedBlock;
import io.lepton.fairness.counts.CodedRows;
import io.lepton.fairness.counts.CrossTab;
import io.lepton.fairness.stats.MultinomialLogit;
import io.lepton.fairness.stats.RankedCounts;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Guesses a protected attribute from all other columns together, by a multinomial logistic regression whose inputs are the codes of the
 * columns, one place each: effects of values and ranges add up, in whatever shape. One task fits it to rows of one half, at most 100,000 of
 * them, as a job for each step of the fit would take longer than the rest of the audit; it is measured on all rows of the other half.
 *
 * @param features columns that it may see, by number
 * @param attribute the column that it guesses
 * @param half the column that tells the halves apart: code 1 is learned from
 * @param byHalf rows by half and attribute
 */
record JointModel(CodedRows rows, List<Integer> features, int attribute, int half, CrossTab byHalf) {
    private static final int ITERATIONS = 20;
    private static final double PENALTY = 1e-4;
    /** More rows would not change what is told; one task learns from all of them. */
    private static final long MOST_LEARNED = 100_000;

    /** Empty where there is nothing to tell apart, or nothing to tell it by. */
    Optional<Predictability> of(ComparedGroups groups) {
        if (groups.size() < 2 || features.isEmpty()) {
            return Optional.empty();
        }
        Plan plan = new Plan(
                features.stream().mapToInt(Integer::intValue).toArray(),
                offsets(),
                attribute,
                half,
                groups.places(rows.codes().get(attribute).size()));
        long[] learned = sizes(plan, groups.size());
        if (Arrays.stream(learned).anyMatch(size -> size == 0)) {
            return Optional.empty();
        }
        long stride = (Arrays.stream(learned).sum() + MOST_LEARNED - 1) / MOST_LEARNED;
        double[] coefficients = rows.blocks()
                .coalesce(1)
                .mapPartitions(new Fitting(plan, groups.size(), stride))
                .first();
        Scored heldOut = rows.blocks()
                .mapPartitions(new Scoring(plan, coefficients, groups.size()))
                .treeReduce(Scored::plus);
        long measured = Arrays.stream(heldOut.sizes()).sum();
        return measured == 0
                ? Optional.empty()
                : Optional.of(new Predictability(
                        groups.attribute(),
                        features.size(),
                        heldOut.auc(),
                        (double) heldOut.right / measured,
                        groups.baseAccuracy(),
                        (Arrays.stream(learned).sum() + stride - 1) / stride,
                        measured));
    }

    /** Rows of each group in the half that is learned from. */
    private long[] sizes(Plan plan, int groups) {
        long[] sizes = new long[groups];
        for (int code = 0; code < plan.places().length; code++) {
            if (plan.places()[code] >= 0) {
                sizes[plan.places()[code]] += byHalf.at(1, code);
            }
        }
        return sizes;
    }

    private int[] offsets() {
        int[] offsets = new int[features.size() + 1];
        for (int i = 0; i < features.size(); i++) {
            offsets[i + 1] = offsets[i] + rows.codes().get(features.get(i)).size();
        }
        return offsets;
    }

    /**
     * Where codes are in a vector.
     *
     * @param offsets of each column's codes, and the width of the vector
     * @param places of the attribute's codes among the groups, −1 for none
     */
    private record Plan(int[] columns, int[] offsets, int attribute, int half, int[] places) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        int width() {
            return offsets[columns.length];
        }

        int place(CodedBlock block, int row, int column) {
            return offsets[column] + block.code(columns[column], row);
        }

        /** The group of a row that is in a half; −1 for one that is not to be used. */
        int group(CodedBlock block, int row, int inHalf) {
            return block.code(half, row) == inHalf ? places[block.code(attribute, row)] : -1;
        }
    }

    private record Fitting(Plan plan, int groups, long stride)
            implements FlatMapFunction<Iterator<CodedBlock>, double[]> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<double[]> call(Iterator<CodedBlock> blocks) {
            int columns = plan.columns().length;
            int[] places = new int[1024 * columns];
            int[] classes = new int[1024];
            int size = 0;
            long seen = 0;
            while (blocks.hasNext()) {
                CodedBlock block = blocks.next();
                for (int row = 0; row < block.rows(); row++) {
                    int group = plan.group(block, row, 1);
                    if (group >= 0 && seen++ % stride == 0) {
                        if (size == classes.length) {
                            places = Arrays.copyOf(places, 2 * places.length);
                            classes = Arrays.copyOf(classes, 2 * size);
                        }
                        for (int i = 0; i < columns; i++) {
                            places[size * columns + i] = plan.place(block, row, i);
                        }
                        classes[size++] = group;
                    }
                }
            }
            MultinomialLogit model = new MultinomialLogit(
                    Arrays.copyOf(places, size * columns), columns, Arrays.copyOf(classes, size), groups, plan.width());
            return List.of(model.fit(PENALTY, ITERATIONS)).iterator();
        }
    }

    private record Scoring(Plan plan, double[] coefficients, int groups)
            implements FlatMapFunction<Iterator<CodedBlock>, Scored> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Scored> call(Iterator<CodedBlock> blocks) {
            Scored scored = new Scored(groups);
            double[] margins = new double[groups];
            while (blocks.hasNext()) {
                CodedBlock block = blocks.next();
                for (int row = 0; row < block.rows(); row++) {
                    int group = plan.group(block, row, 2);
                    if (group >= 0) {
                        setMargins(block, row, margins);
                        scored.add(group, margins);
                    }
                }
            }
            return List.of(scored).iterator();
        }

        private void setMargins(CodedBlock block, int row, double[] margins) {
            System.arraycopy(coefficients, plan.width() * groups, margins, 0, groups);
            for (int i = 0; i < plan.columns().length; i++) {
                int place = plan.place(block, row, i) * groups;
                for (int group = 0; group < groups; group++) {
                    margins[group] += coefficients[place + group];
                }
            }
        }
    }

    /** Rows by group and by bins of the log-odds of each group. */
    private static final class Scored implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final int BINS = 4096;
        private static final double LARGEST_LOG_ODDS = 20;

        private final long[][][] byGroupScoredGroupAndBin;
        private long right;

        Scored(int groups) {
            byGroupScoredGroupAndBin = new long[groups][groups][BINS];
        }

        void add(int group, double... margins) {
            double highest = margins[0];
            for (double margin : margins) {
                highest = Math.max(highest, margin);
            }
            double all = 0;
            for (double margin : margins) {
                all += Math.exp(margin - highest);
            }
            int guessed = 0;
            for (int i = 0; i < margins.length; i++) {
                double odds = Math.exp(margins[i] - highest);
                byGroupScoredGroupAndBin[group][i][bin(Math.log(odds / (all - odds)))]++;
                guessed = margins[i] > margins[guessed] ? i : guessed;
            }
            right += guessed == group ? 1 : 0;
        }

        private static int bin(double logOdds) {
            double bounded = Math.max(-LARGEST_LOG_ODDS, Math.min(LARGEST_LOG_ODDS, logOdds));
            return (int) Math.round((bounded + LARGEST_LOG_ODDS) / (2 * LARGEST_LOG_ODDS) * (BINS - 1));
        }

        Scored plus(Scored other) {
            for (int i = 0; i < byGroupScoredGroupAndBin.length; i++) {
                for (int j = 0; j < byGroupScoredGroupAndBin.length; j++) {
                    for (int bin = 0; bin < BINS; bin++) {
                        byGroupScoredGroupAndBin[i][j][bin] += other.byGroupScoredGroupAndBin[i][j][bin];
                    }
                }
            }
            right += other.right;
            return this;
        }

        /** Rows of each group. */
        long[] sizes() {
            return Arrays.stream(byGroupScoredGroupAndBin)
                    .mapToLong(scored -> Arrays.stream(scored[0]).sum())
                    .toArray();
        }

        double auc() {
            double[] scores = new double[BINS];
            Arrays.setAll(scores, bin -> bin);
            long[] sizes = sizes();
            double sum = 0;
            double weights = 0;
            for (int group = 0; group < sizes.length; group++) {
                long[] others = new long[BINS];
                for (int other = 0; other < sizes.length; other++) {
                    for (int bin = 0; other != group && bin < BINS; bin++) {
                        others[bin] += byGroupScoredGroupAndBin[other][group][bin];
                    }
                }
                double auc = RankedCounts.auc(scores, byGroupScoredGroupAndBin[group][group], others);
                if (!Double.isNaN(auc)) {
                    sum += sizes[group] * auc;
                    weights += sizes[group];
                }
            }
            return sum / weights;
        }
    }
}
