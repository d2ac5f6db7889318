package io.lepton.error;

/** What the process tells its scheduler when it ends. */
public enum ExitCode {
    DONE(0),
    INTERNAL(1),
    CONFIGURATION(2),
    DATA(3),
    GATE(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
