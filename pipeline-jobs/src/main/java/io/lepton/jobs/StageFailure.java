package io.lepton.jobs;

import io.delta.exceptions.MetadataChangedException;
import io.lepton.error.LeptonException;
import java.io.FileNotFoundException;
import java.util.Optional;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;

/** What a person can do about failures that come from what others did to the lake meanwhile. */
record StageFailure(String stage, String runId) {

    /** The explanation; empty where the failure is of another kind, or explained already. */
    Optional<LeptonException> explained(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LeptonException) {
                return Optional.empty();
            }
            if (cause instanceof MetadataChangedException) {
                return Optional.of(LeptonException.data(
                        "Cannot finish the stage '" + stage + "' of run '" + runId
                                + "': a table that it writes was changed while it ran, by 'lepton forget' or by new settings of the table. "
                                + "Nothing was published. Run it again with the same --run-id.",
                        failure));
            }
            if (isAboutKeys(cause)) {
                return Optional.of(LeptonException.configuration(
                        "Cannot finish the stage '" + stage + "' of run '" + runId
                                + "': a file of a table is encrypted: "
                                + innermost(cause).getMessage()
                                + ". Check encryption.keyset and encryption.columns in the pipeline file.",
                        failure));
            }
            if (isMissing(cause)) {
                return Optional.of(LeptonException.data(
                        "Cannot finish the stage '" + stage + "' of run '" + runId
                                + "': a file of a table that it read is gone; 'lepton forget' deletes all older versions. "
                                + "Nothing was published. Run it again with the same --run-id.",
                        failure));
            }
        }
        return Optional.empty();
    }

    private static boolean isAboutKeys(Throwable cause) {
        return cause instanceof KeyAccessDeniedException || cause instanceof ParquetCryptoRuntimeException;
    }

    /** It says why. */
    private static Throwable innermost(Throwable cause) {
        return isAboutKeys(cause.getCause()) ? innermost(cause.getCause()) : cause;
    }

    /** Spark hands on what happened in a task as text. */
    static boolean isMissing(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains(".parquet")
                && (cause instanceof FileNotFoundException || message.contains("FileNotFoundException"));
    }
}
