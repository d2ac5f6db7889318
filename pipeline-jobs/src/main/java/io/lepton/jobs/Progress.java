package io.lepton.jobs;

/** Hears how far a run is; the command line shows it to a person. */
public interface Progress {

    void started(StageName stage);

    /** A step inside the stage that is running. */
    void step(String message);

    void finished(StageName stage, double seconds, String summary);

    /** The ledger holds this stage as done for the run id. */
    void skipped(StageName stage);

    /** Says nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void started(StageName stage) {}

            @Override
            public void step(String message) {}

            @Override
            public void finished(StageName stage, double seconds, String summary) {}

            @Override
            public void skipped(StageName stage) {}
        };
    }
}
