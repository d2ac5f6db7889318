package io.lepton.lake;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Delta reads with the settings of the session that is active in the thread, whichever session's reader is asked: so also with the keys of
 * that one. Within this the active session is the one that is meant.
 */
public record ActiveSession(SparkSession spark) {

    /** Does the work, and leaves the thread as it was. */
    public <T> T call(Supplier<T> work) {
        Option<SparkSession> before = SparkSession.getActiveSession();
        SparkSession.setActiveSession(spark);
        try {
            return work.get();
        } finally {
            if (before.isDefined()) {
                SparkSession.setActiveSession(before.get());
            } else {
                SparkSession.clearActiveSession();
            }
        }
    }

    /** Does the work, and leaves the thread as it was. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
