package io.lepton.cli.generate;

import io.lepton.cli.scan.SessionOpener;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Where invented people go.
 *
 * @param format as Spark names it
 */
public record CensusFile(Path path, String format) {
    /** @param session is closed afterwards */
    public void write(SessionOpener session, Path census, long rows, long seed) {
        try (SparkSession spark = session.open("generate", OptionalLong::empty)) {
            new CensusGenerator(spark, census, seed)
                    .rows(rows)
                    .write()
                    .option("header", true)
                    .format(format)
                    .save(path.toString());
        }
    }
}
