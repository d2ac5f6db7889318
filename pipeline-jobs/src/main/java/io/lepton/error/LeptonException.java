package io.lepton.error;

/**
 * An error that a person caused and can mend. The message reads "Cannot ...: ..." and says what is wrong, where (file, line, column
 * name) and what to do next; the command line prints it without a stack trace and ends with {@link #exitCode()}.
 */
public final class LeptonException extends RuntimeException {
    private final ExitCode exitCode;

    private LeptonException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Bad configuration or arguments: exit code 2. */
    public static LeptonException configuration(String message) {
        return new LeptonException(ExitCode.CONFIGURATION, message, null);
    }

    /** Bad configuration or arguments, found by a library: exit code 2. */
    public static LeptonException configuration(String message, Throwable cause) {
        return new LeptonException(ExitCode.CONFIGURATION, message, cause);
    }

    /** Data that fails what is expected of it: exit code 3. */
    public static LeptonException data(String message) {
        return new LeptonException(ExitCode.DATA, message, null);
    }

    /** Data that cannot be read, found by a library: exit code 3. */
    public static LeptonException data(String message, Throwable cause) {
        return new LeptonException(ExitCode.DATA, message, cause);
    }

    /** A privacy, fairness or quality gate that refused: exit code 4. */
    public static LeptonException gate(String message) {
        return new LeptonException(ExitCode.GATE, message, null);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
