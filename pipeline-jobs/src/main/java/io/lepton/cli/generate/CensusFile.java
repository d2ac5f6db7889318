package io.lepton.cli.generate;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Where invented people go.
 *
 * @param format as Spark names it
 */
public record CensusFile(Path path, String format) {
    /** @param session is closed afterwards */
    public void write(Supplier<SparkSession> session, Path census, long rows, long seed) {
        try (SparkSession spark = session.get()) {
            new CensusGenerator(spark, census, seed)
                    .rows(rows)
                    .write()
                    .option("header", true)
                    .format(format)
                    .save(path.toString());
        }
    }
}
