package io.lepton.cli.bench.score;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the parts share.
 *
 * @param home where the launcher is
 * @param census Adult, as a CSV file with a header
 * @param folder for everything that is written
 * @param rows to score
 * @param data folder of real data, one folder a set; absent: none is measured
 */
public record ScoreSetup(SparkSession spark, Path home, Path census, Path folder, int rows, Optional<Path> data) {
    /** Rows when nothing else is said. */
    public static final int ROWS = 10_000_000;

    /** Turns of each measurement, of which the median is told. */
    static final int TURNS = 5;

    private static final int MOST_TRAINING_ROWS = 20_000;

    NumberTable numbers() {
        return new NumberTable(spark, folder);
    }

    /** Enough to train what is scored: how good it gets is of no matter here. */
    Dataset<Row> training() {
        return numbers().of(Math.min(rows, MOST_TRAINING_ROWS), 1);
    }

    String name(String what, String columns, String baseline) {
        return String.format(Locale.ROOT, "%s, %,d x %s : %s", what, rows, columns, baseline);
    }
}
