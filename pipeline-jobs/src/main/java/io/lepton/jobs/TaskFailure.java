package io.lepton.jobs;

import io.lepton.error.LeptonException;
import java.util.function.Supplier;

/** Errors that a person can mend, found while Spark computes rows: Spark wraps them, and adds pages of its own. */
final class TaskFailure {
    private TaskFailure() {}

    /** Computes, and throws a {@link LeptonException} that is the cause of another exception in its place. */
    static <T> T unwrapped(Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof LeptonException known) {
                    throw known;
                }
            }
            throw e;
        }
    }
}
