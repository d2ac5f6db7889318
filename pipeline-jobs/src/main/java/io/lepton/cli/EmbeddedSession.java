package io.lepton.cli;

import io.lepton.cli.scan.SessionOpener;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** {@link Session#open} as an object. A method reference would load Spark's session when the commands are listed. */
final class EmbeddedSession implements SessionOpener {
    @Override
    public SparkSession open(String name, Supplier<OptionalLong> inputBytes) {
        return Session.open(name, inputBytes);
    }
}
