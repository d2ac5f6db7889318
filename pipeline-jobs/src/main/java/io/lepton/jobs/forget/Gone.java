package io.lepton.jobs.forget;

import io.lepton.error.LeptonException;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.function.Supplier;

/** Versions of tables that are no longer there, or whose files are not. */
final class Gone {
    private Gone() {}

    /** What is found in a version; empty where it is gone. */
    static <T> Optional<T> unless(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (LeptonException e) {
            return Optional.empty();
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isMissing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException
                    || String.valueOf(cause.getMessage()).contains("FileNotFoundException")) {
                return true;
            }
        }
        return false;
    }
}
