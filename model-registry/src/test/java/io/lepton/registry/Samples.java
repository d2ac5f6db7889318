package io.lepton.registry;

import java.util.List;
import java.util.Map;

/** Versions to register in tests. */
final class Samples {

    static final String SCHEMA =
            """
            {"type":"struct","fields":[{"name":"age","type":"double"},{"name":"sex","type":"string"}]}""";

    private Samples() {}

    static NewVersion version(String model, String runId) {
        return version(model, runId, "weights of " + runId);
    }

    static NewVersion version(String model, String runId, String content) {
        return new NewVersion(
                model,
                runId,
                "income over 50K",
                List.of(ModelFile.of("model/weights.bin", content), ModelFile.of("card.md", "# Card of " + runId)),
                SCHEMA,
                "{\"type\":\"struct\",\"fields\":[{\"name\":\"prediction\",\"type\":\"double\"}]}",
                Map.of("depth", "6", "rounds", "100"),
                Map.of("auc", 0.91, "log_loss", 0.28),
                "{\"worst\":0.04}",
                new Lineage("features/adult", 7, "c0ffee", "0.1.0", runId));
    }
}
