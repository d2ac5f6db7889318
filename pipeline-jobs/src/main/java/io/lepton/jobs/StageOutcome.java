package io.lepton.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.lake.TableVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a stage did.
 *
 * @param rowsIn rows read; equals {@code rowsOut + rowsSetAside}
 * @param rowsSetAside rows quarantined (ingest) or suppressed (anonymize)
 * @param detail figures that the report and the summary show, as JSON
 * @param refusal why a gate refused; the stage is then recorded as refused and the process ends with exit code 4
 */
record StageOutcome(
        long rowsIn,
        long rowsOut,
        long rowsSetAside,
        List<TableVersion> inputs,
        List<TableVersion> outputs,
        JsonNode detail,
        Optional<String> refusal) {

    StageOutcome {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (rowsIn != rowsOut + rowsSetAside) {
            throw new IllegalStateException(
                    "Rows were lost: " + rowsIn + " in, " + rowsOut + " out, " + rowsSetAside + " set aside");
        }
    }

    static StageOutcome done(
            long rowsIn,
            long rowsOut,
            long rowsSetAside,
            List<TableVersion> inputs,
            List<TableVersion> outputs,
            Object detail) {
        return new StageOutcome(rowsIn, rowsOut, rowsSetAside, inputs, outputs, Json.tree(detail), Optional.empty());
    }

    StageOutcome refusedBecause(String reason) {
        return new StageOutcome(rowsIn, rowsOut, rowsSetAside, inputs, outputs, detail, Optional.of(reason));
    }
}
