package io.lepton.cli.bench.quality;

import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;

/** How far two models' qualities on the same rows differ by chance. */
record Difference(TaskType task, String metric) {
    private static final int DRAWS = 200;
    private static final long SEED = 42;

    /**
     * Standard error of the difference, by the bootstrap (Efron, 1979): rows are drawn anew with replacement, the same for both.
     *
     * @param first measured predictions, row by row those of the second's rows
     */
    double standardError(List<Row> first, List<Row> second) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] differences = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            List<Row> ofFirst = new ArrayList<>(first.size());
            List<Row> ofSecond = new ArrayList<>(first.size());
            for (int i = 0; i < first.size(); i++) {
                int row = random.nextInt(first.size());
                ofFirst.add(first.get(row));
                ofSecond.add(second.get(row));
            }
            differences[draw] = quality(ofFirst) - quality(ofSecond);
        }
        return deviation(differences);
    }

    double quality(List<Row> predictions) {
        return Evaluation.of(predictions, task).primary(metric);
    }

    private static double deviation(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
