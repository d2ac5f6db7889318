package io.lepton.cli.bench.audit;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * What the parts share.
 *
 * @param home where the launcher is
 * @param census Adult, as a CSV file with a header
 * @param folder for everything that is written
 * @param rows to audit
 */
public record AuditSetup(SparkSession spark, Path home, Path census, Path folder, int rows) {
    /** Rows when nothing else is said. */
    public static final int ROWS = 100_000_000;

    /** Turns of each measurement, of which the median is told. */
    static final int TURNS = 3;

    static String name(String what, int rows, String baseline) {
        return String.format(Locale.ROOT, "%s, %,d rows : %s", what, rows, baseline);
    }
}
