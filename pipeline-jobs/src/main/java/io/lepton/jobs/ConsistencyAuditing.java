package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Audit;
import io.lepton.fairness.neighbours.Consistency;
import io.lepton.fairness.neighbours.ConsistencyAudit;
import io.lepton.fairness.neighbours.ConsistencyInput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures whether people who are alike by what the model sees are decided alike, on a sample of the batch. */
record ConsistencyAuditing(RunContext context) {
    /**
     * What rows are compared by.
     *
     * @param inputs columns that the model sees
     * @param label of what decides
     * @return absent where nobody asked, or nothing is decided
     */
    Optional<InputSample.Part> features(Incoming incoming, List<String> inputs, LabelCodec label) {
        int sample = settings().sample();
        return sample > 0 && label.task().classifies()
                ? SampledInputs.of(context).of(incoming, new LinkedHashSet<>(inputs), sample)
                : Optional.empty();
    }

    /**
     * Compares, where scoring laid out what is needed.
     *
     * @param predicted rows as the audit of groups sees them
     * @param sampled those of which scoring kept what the model saw
     */
    Optional<Consistency> of(Dataset<Row> predicted, Dataset<Row> sampled) {
        return InputSample.of(sampled).compared().flatMap(sample -> of(predicted, sampled, sample));
    }

    private Optional<Consistency> of(Dataset<Row> predicted, Dataset<Row> sampled, InputSample.Part sample) {
        context.progress().step("comparing people with those who are like them");
        Audit audit = context.pipeline().audit();
        ConsistencyInput input = new ConsistencyInput(
                sample.columns(),
                col("__prediction"),
                audit.protectedAttributes(),
                audit.bins(),
                settings().neighbours(),
                Math.max(audit.minimumCount(), audit.privacyThreshold()));
        return new ConsistencyAudit(input).audit(predicted, sampled.where(sample.chosen()));
    }

    private Audit.Consistency settings() {
        return context.pipeline().audit().consistency();
    }
}
