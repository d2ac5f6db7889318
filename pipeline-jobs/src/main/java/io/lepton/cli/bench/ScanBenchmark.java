package io.lepton.cli.bench;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.lepton.privacy.scan.DataScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The scan for personal data: beside a plain aggregate of the same columns, and beside reading them and doing nothing. */
public final class ScanBenchmark {
    private static final int ROWS = 10_000_000;
    private static final int PARTS = 8;

    /** Like the census's: few different values in most columns, many in some, one identifier. */
    private static final String[] COLUMNS = {
        "cast(17 + abs(randn(1)) * 25 as int) as age",
        "element_at(array('Private', 'Self-emp', 'Federal-gov', 'State-gov', 'Never-worked'), 1 + int(pow(rand(2), 3) * 5)) as workclass",
        "cast(10000 + rand(3) * 1000000 as int) as fnlwgt",
        "concat('education-', int(rand(4) * 16)) as education",
        "int(rand(5) * 16) as education_num",
        "concat('status-', int(pow(rand(6), 2) * 7)) as marital_status",
        "concat('occupation-', int(rand(7) * 14)) as occupation",
        "element_at(array('White', 'Black', 'Asian-Pac-Islander', 'Other'), 1 + int(pow(rand(8), 3) * 4)) as race",
        "if(rand(9) < 0.67, 'Male', 'Female') as sex",
        "greatest(randn(10), 0D) * 1000 as capital_gain",
        "cast(40 + randn(11) * 12 as int) as hours_per_week",
        "concat('country-', int(pow(rand(12), 4) * 42)) as native_country",
        "lpad(cast(rand(13) * 30000 as int), 5, '0') as zip",
        "concat('person', id, '@example.org') as email",
        "if(rand(14) < 0.24, '>50K', '<=50K') as income"
    };

    private final Path folder;
    private final int rows;

    /**
     * @param folder for the table
     * @param rows absent: ten millions
     */
    public ScanBenchmark(Path folder, OptionalInt rows) {
        this.folder = folder;
        this.rows = rows.orElse(ROWS);
    }

    public List<Measurement> run(Supplier<SparkSession> session) {
        SparkSession spark = session.get();
        String path = folder.resolve("people.parquet").toString();
        spark.range(0, rows, 1, PARTS).selectExpr(COLUMNS).write().parquet(path);
        Dataset<Row> table = spark.read().parquet(path);
        double scan = median(() -> new DataScanner().scan(table));
        double aggregate = median(() -> aggregate(table));
        double read =
                median(() -> table.write().format("noop").mode("overwrite").save());
        String name = String.format(java.util.Locale.ROOT, "scan of %,d rows of 15 columns, s : ", rows);
        return List.of(
                Measurement.atMost(name + "count, distinct, min, max of each", scan, aggregate, 1),
                Measurement.atMost(name + "reading them", scan, read, 3));
    }

    private static void aggregate(Dataset<Row> table) {
        List<Column> measures = new ArrayList<>();
        for (String column : table.columns()) {
            measures.add(count(col(column)));
            measures.add(approx_count_distinct(col(column), 0.02));
            measures.add(min(col(column)));
            measures.add(max(col(column)));
        }
        table.agg(count(lit(1)), measures.toArray(Column[]::new)).collectAsList();
    }

    /** Of three, after one that warms up. */
    private static double median(Runnable work) {
        work.run();
        double[] seconds = new double[3];
        for (int i = 0; i < seconds.length; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        java.util.Arrays.sort(seconds);
        return seconds[1];
    }
}
