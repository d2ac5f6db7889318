package io.lepton.jobs;

import io.lepton.lake.ActiveSession;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Work that goes on in a thread of its own while its owner does something else: Spark takes jobs of both, and what one of them computes in the driver
 * keeps no core waiting. The thread has the session and the local properties of the one that starts it.
 */
final class Beside<T> implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final SparkSession spark;
    private final String tag = "lepton-" + UUID.randomUUID();
    private final FutureTask<T> work;

    private Beside(SparkSession spark, Supplier<T> work) {
        this.spark = spark;
        this.work = new FutureTask<>(() -> {
            spark.sparkContext().addJobTag(tag);
            return new ActiveSession(spark).call(work);
        });
    }

    static <T> Beside<T> start(SparkSession spark, Supplier<T> work) {
        Beside<T> started = new Beside<>(spark, work);
        Thread thread = new Thread(started.work, started.tag);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** Waits for it; throws what it threw. */
    T result() {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw Beside.<RuntimeException>as(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while work went on beside", e);
        }
    }

    /** Scala's checked exceptions are not declared, here as little as where they come from. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E as(Throwable cause) throws E {
        throw (E) cause;
    }

    /** Ends its jobs, if nobody waited for them, and waits for its thread, which may still use what its owner is about to close. */
    @Override
    public void close() {
        try {
            while (!work.isDone()) {
                // Only jobs that have begun can be ended: another may come.
                spark.sparkContext().cancelJobsWithTag(tag);
                awaitShortly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitShortly() throws InterruptedException {
        try {
            work.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Its owner failed before, and says why.
        }
    }
}
