package io.lepton.cli.bench;

/** Hears what a benchmark finds when it finds it: one that is interrupted has not run for nothing. */
public interface Findings {
    void measured(Measurement measurement);

    /** What a reader of the measurements should know besides. */
    void note(String line);
}
