package io.lepton.jobs;

import io.lepton.training.curves.CurvePoint;

/** Hears how far a run is; the command line shows it to a person. */
public interface Progress {

    void started(StageName stage);

    /** A step inside the stage that is running. */
    void step(String message);

    /** A model that is fitted took a step; comes from any thread, one call at a time. */
    void training(String model, CurvePoint point);

    /** No model takes steps any more. */
    void trained();

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
            public void training(String model, CurvePoint point) {}

            @Override
            public void trained() {}

            @Override
            public void finished(StageName stage, double seconds, String summary) {}

            @Override
            public void skipped(StageName stage) {}
        };
    }
}
