package io.lepton.cli.privacy;

import io.lepton.cli.Session;
import io.lepton.config.Pipeline;
import io.lepton.jobs.TableEncryption;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** What {@code lepton encrypt} does with Spark; apart from the command, whose class the help loads. */
record EncryptWork(Pipeline pipeline, PrintWriter out) {

    void run() {
        try (SparkSession spark = Session.open(pipeline.pipeline(), OptionalLong::empty)) {
            print(new TableEncryption(spark, pipeline).run(step -> {
                out.println("  " + step);
                out.flush();
            }));
        }
    }

    private void print(List<TableEncryption.Encrypted> tables) {
        out.println();
        out.println(String.format(Locale.ROOT, "%-40s %s", "TABLE", "OLD FILES DELETED"));
        for (TableEncryption.Encrypted table : tables) {
            String files = table.filesDeleted() == 0
                    ? "none, all were encrypted by the newest keys"
                    : String.format(Locale.ROOT, "%,d", table.filesDeleted());
            out.println(String.format(Locale.ROOT, "%-40s %s", table.table(), files));
        }
        out.flush();
    }
}
