package io.lepton.jobs;

/** A step of the road. Reads tables and the registry, writes tables and the registry, keeps nothing else. */
interface Stage {

    StageName name();

    /** Does the work and says what it did. Running it again with the same run id changes nothing that it had published. */
    StageOutcome run(RunContext context);

    /** Clears what nobody needs once the ledger holds the stage as done; may be called again. */
    default void clear(RunContext context) {}
}
