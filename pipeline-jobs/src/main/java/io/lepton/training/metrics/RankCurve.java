package io.lepton.training.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The area under the ROC curve and the average precision of one score, exact and distributed: rows are sorted by falling score over the
 * cluster, each partition sums its weights, and a second pass adds each partition's share of the areas, knowing what lies above it.
 *
 * <p>AUC = Σ over distinct scores of n·(P_above + p/2) / (P·N) with p, n the positive and negative weight at a score (ties count half,
 * as in Mann and Whitney's U); average precision = Σ p · P_upto / (P_upto + N_upto) / P, as scikit-learn defines it.
 *
 * @param auc area under the ROC curve, 0 to 1; NaN unless both kinds of rows are there
 * @param averagePrecision 0 to 1; NaN without positive rows
 */
public record RankCurve(double auc, double averagePrecision) {

    /** @param rows columns {@code score}, {@code positive} and {@code negative} (weights, one of them 0) */
    public static RankCurve of(Dataset<Row> rows) {
        // Range partitioning keeps equal scores in one partition.
        JavaRDD<Row> sorted = rows.select("score", "positive", "negative")
                .orderBy(functions.col("score").desc())
                .toJavaRDD()
                .cache();
        try {
            List<double[]> totals =
                    sorted.mapPartitionsWithIndex(RankCurve::total, true).collect();
            double[][] above = new double[sorted.getNumPartitions()][2];
            double positives = 0;
            double negatives = 0;
            for (double[] total : totals) {
                above[(int) total[0]] = new double[] {positives, negatives};
                positives += total[1];
                negatives += total[2];
            }
            double area = 0;
            double precision = 0;
            for (double[] share : sorted.mapPartitionsWithIndex((index, part) -> share(part, above[index]), true)
                    .collect()) {
                area += share[0];
                precision += share[1];
            }
            return new RankCurve(area / (positives * negatives), precision / positives);
        } finally {
            sorted.unpersist(false);
        }
    }

    /**
     * The same of rows in memory: element i of each array belongs to row i.
     *
     * @param positive weight of the row where it is positive, else 0
     * @param negative weight of the row where it is negative, else 0
     */
    public static RankCurve of(double[] scores, double[] positive, double[] negative) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> scores[row]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        Areas areas = new Areas(0, 0);
        for (int row : order) {
            areas.add(scores[row], positive[row], negative[row]);
        }
        areas.closeScore();
        return new RankCurve(areas.area / (areas.positives * areas.negatives), areas.precision / areas.positives);
    }

    private static Iterator<double[]> total(int index, Iterator<Row> rows) {
        double positive = 0;
        double negative = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            positive += row.getDouble(1);
            negative += row.getDouble(2);
        }
        return List.of(new double[] {index, positive, negative}).iterator();
    }

    private static Iterator<double[]> share(Iterator<Row> rows, double[] above) {
        Areas areas = new Areas(above[0], above[1]);
        while (rows.hasNext()) {
            Row row = rows.next();
            areas.add(row.getDouble(0), row.getDouble(1), row.getDouble(2));
        }
        areas.closeScore();
        List<double[]> shares = new ArrayList<>();
        shares.add(new double[] {areas.area, areas.precision});
        return shares.iterator();
    }

    /** Walks down the scores; rows of one score are taken together. */
    private static final class Areas {
        private double positives;
        private double negatives;
        private double score = Double.NaN;
        private double positivesHere;
        private double negativesHere;
        private double area;
        private double precision;

        Areas(double positives, double negatives) {
            this.positives = positives;
            this.negatives = negatives;
        }

        void add(double rowScore, double positive, double negative) {
            if (rowScore != score) {
                closeScore();
                score = rowScore;
            }
            positivesHere += positive;
            negativesHere += negative;
        }

        void closeScore() {
            area += negativesHere * (positives + positivesHere / 2);
            positives += positivesHere;
            negatives += negativesHere;
            if (positivesHere > 0) {
                precision += positivesHere * positives / (positives + negatives);
            }
            positivesHere = 0;
            negativesHere = 0;
        }
    }
}
