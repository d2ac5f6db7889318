package io.lepton.jobs.forget;

import io.lepton.jobs.Json;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which version of which table was made of which, as the ledger tells. */
record Provenance(List<StageRun> done) {

    /** What a version was made of: the input of the newest record whose output it is, or of which it has the rows. */
    Optional<TableVersion> origin(TableVersion made) {
        return done.stream()
                .flatMap(run -> outputs(run)
                        .filter(output -> output.table().equals(made.table()) && output.version() <= made.version())
                        .map(output -> new Step(output.version(), run)))
                .max(Comparator.comparingLong(Step::version))
                .flatMap(step -> inputs(step.run()).findFirst());
    }

    /** The trusted table that a run scored; empty where it scored a source of its own. */
    Optional<TableVersion> scored(String runId) {
        return ofRun(runId, "score").flatMap(run -> inputs(run).findFirst());
    }

    boolean scoredSource(String runId) {
        return ofRun(runId, "score")
                .filter(run -> inputs(run).findAny().isEmpty())
                .isPresent();
    }

    /** Versions of a table that runs wrote. */
    Set<Long> versions(String table) {
        return done.stream()
                .flatMap(Provenance::outputs)
                .filter(output -> output.table().equals(table))
                .map(TableVersion::version)
                .collect(Collectors.toSet());
    }

    private Optional<StageRun> ofRun(String runId, String stage) {
        return done.stream()
                .filter(run -> run.runId().equals(runId) && run.stage().equals(stage))
                .reduce((older, newer) -> newer);
    }

    private record Step(long version, StageRun run) {}

    private static Stream<TableVersion> inputs(StageRun run) {
        return Arrays.stream(Json.read(run.inputs(), TableVersion[].class));
    }

    private static Stream<TableVersion> outputs(StageRun run) {
        return Arrays.stream(Json.read(run.outputs(), TableVersion[].class));
    }
}
