package io.lepton.cli.scan;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command. */
@FunctionalInterface
public interface SessionOpener {
    /** @param inputBytes how much there is to read, if that is known */
    SparkSession open(String name, Supplier<OptionalLong> inputBytes);
}
