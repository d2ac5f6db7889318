package io.lepton.fairness.data;

import io.lepton.fairness.counts.CodedBlock;
import io.lepton.fairness.counts.CodedRows;
import io.lepton.fairness.stats.RankedCounts;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Guesses a protected attribute from all other columns together, by a multinomial logistic regression whose inputs are the codes of the
 * columns, one place each: effects of values and ranges add up, in whatever shape. Fitted to the rows of one half, measured on the other.
 *
 * @param features columns that it may see, by number
 * @param attribute the column that it guesses
 * @param half the column that tells the halves apart: code 1 is learned from
 */
record JointModel(SparkSession spark, CodedRows rows, List<Integer> features, int attribute, int half) {
    private static final int ITERATIONS = 12;
    private static final double REGULARIZATION = 1e-4;
    private static final StructType TRAINING =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

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
        Scored learned = scored(plan, new double[groups.size()][plan.width() + 1], 1);
        if (Arrays.stream(learned.sizes()).anyMatch(size -> size == 0)) {
            return Optional.empty();
        }
        Scored heldOut = scored(plan, coefficients(plan, groups.size()), 2);
        long measured = Arrays.stream(heldOut.sizes()).sum();
        return measured == 0
                ? Optional.empty()
                : Optional.of(new Predictability(
                        groups.attribute(),
                        features.size(),
                        heldOut.auc(),
                        (double) heldOut.right / measured,
                        groups.baseAccuracy(),
                        Arrays.stream(learned.sizes()).sum(),
                        measured));
    }

    private int[] offsets() {
        int[] offsets = new int[features.size() + 1];
        for (int i = 0; i < features.size(); i++) {
            offsets[i + 1] = offsets[i] + rows.codes().get(features.get(i)).size();
        }
        return offsets;
    }

    /** By group, then by place; the intercept last. */
    private double[][] coefficients(Plan plan, int groups) {
        Dataset<Row> training =
                spark.createDataFrame(rows.blocks().flatMap(new Encoding(plan)), TRAINING);
        LogisticRegressionModel model = new LogisticRegression()
                .setFamily("multinomial")
                .setStandardization(false)
                .setRegParam(REGULARIZATION)
                .setMaxIter(ITERATIONS)
                .fit(training);
        Matrix matrix = model.coefficientMatrix();
        double[][] coefficients = new double[groups][plan.width() + 1];
        for (int group = 0; group < groups; group++) {
            for (int place = 0; place < plan.width(); place++) {
                coefficients[group][place] = matrix.apply(group, place);
            }
            coefficients[group][plan.width()] = model.interceptVector().apply(group);
        }
        return coefficients;
    }

    private Scored scored(Plan plan, double[][] coefficients, int inHalf) {
        JavaRDD<Scored> parts = rows.blocks().mapPartitions(new Scoring(plan, coefficients, inHalf));
        return parts.treeReduce(Scored::plus);
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

        /** The group of a row that is in a half; −1 for one that is not to be used. */
        int group(CodedBlock block, int row, int inHalf) {
            return block.code(half, row) == inHalf ? places[block.code(attribute, row)] : -1;
        }
    }

    private record Encoding(Plan plan) implements FlatMapFunction<CodedBlock, Row> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Row> call(CodedBlock block) {
            List<Row> encoded = new ArrayList<>();
            double[] ones = new double[plan.columns().length];
            Arrays.fill(ones, 1);
            for (int row = 0; row < block.rows(); row++) {
                int group = plan.group(block, row, 1);
                if (group >= 0) {
                    int[] places = new int[ones.length];
                    for (int i = 0; i < places.length; i++) {
                        places[i] = plan.offsets()[i] + block.code(plan.columns()[i], row);
                    }
                    encoded.add(RowFactory.create((double) group, Vectors.sparse(plan.width(), places, ones)));
                }
            }
            return encoded.iterator();
        }
    }

    private record Scoring(Plan plan, double[][] coefficients, int inHalf)
            implements FlatMapFunction<Iterator<CodedBlock>, Scored> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Scored> call(Iterator<CodedBlock> blocks) {
            Scored scored = new Scored(coefficients.length);
            double[] margins = new double[coefficients.length];
            while (blocks.hasNext()) {
                CodedBlock block = blocks.next();
                for (int row = 0; row < block.rows(); row++) {
                    int group = plan.group(block, row, inHalf);
                    if (group >= 0) {
                        for (int i = 0; i < margins.length; i++) {
                            margins[i] = margin(coefficients[i], block, row);
                        }
                        scored.add(group, margins);
                    }
                }
            }
            return List.of(scored).iterator();
        }

        private double margin(double[] weights, CodedBlock block, int row) {
            double margin = weights[plan.width()];
            for (int i = 0; i < plan.columns().length; i++) {
                margin += weights[plan.offsets()[i] + block.code(plan.columns()[i], row)];
            }
            return margin;
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
            double highest = Arrays.stream(margins).max().orElse(0);
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
