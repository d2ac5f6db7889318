package io.lepton.cli.bench;

import io.lepton.cli.generate.CensusGenerator;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Made-up people with the columns of the census and a key, {@code person}, as a Delta table. */
public final class PeopleTable {
    private PeopleTable() {}

    /** @param census Adult, as a CSV file with a header */
    public static Path written(SparkSession spark, Path census, Path folder, int rows) {
        Path people = folder.resolve("people");
        new CensusGenerator(spark, census, 7)
                .rows(rows)
                .withColumn("person", functions.monotonically_increasing_id())
                .write()
                .format("delta")
                .save(people.toString());
        return people;
    }
}
