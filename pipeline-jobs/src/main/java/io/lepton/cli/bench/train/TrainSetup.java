package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Measurement;
import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the parts share.
 *
 * @param folder for everything that is written
 * @param rows to train on
 * @param data folder of real data, one folder a set; absent: none is measured
 * @param python an interpreter that has PyTorch; absent: PyTorch is not measured
 */
public record TrainSetup(SparkSession spark, Path folder, int rows, Optional<Path> data, Optional<Path> python) {
    /** Rows when nothing else is said. */
    public static final int ROWS = 1_000_000;

    int cores() {
        return spark.sparkContext().defaultParallelism();
    }

    SyntheticRows synthetic() {
        return new SyntheticRows(spark, folder);
    }

    Dataset<Row> training() {
        return synthetic().of(rows, 1);
    }

    /** Rows that nothing is trained on. */
    Dataset<Row> unseen() {
        return synthetic().of(Math.max(1000, rows / 5), 2);
    }

    /** Of a measurement: what it is of, how large the table was, and what it is compared with. */
    String name(String what, String baseline) {
        return String.format(Locale.ROOT, "%s, %,d x %d : %s", what, rows, SyntheticRows.FEATURES, baseline);
    }

    /** The quality of ours beside another's, on rows that nothing is trained on. */
    Measurement auc(String what, String baseline, Transformer ours, Transformer theirs) {
        Dataset<Row> unseen = unseen();
        return Measurement.atLeast(name(what, baseline + ", AUC"), auc(ours, unseen), auc(theirs, unseen), 0.999);
    }

    static double auc(Transformer model, Dataset<Row> rows) {
        return Evaluation.of(model.transform(rows), TaskType.BINARY).primary("auc");
    }
}
