package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Audit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.neighbours.ConsistencyAudit;
import io.lepton.fairness.neighbours.ConsistencyInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Measures whether people who are alike by what the model sees are decided alike, on a sample of the batch. */
record ConsistencyAuditing(RunContext context) {
    private static final String FEATURE = "__feature_";

    /**
     * What rows are compared by; null in rows that are not sampled.
     *
     * @param inputs columns that the model sees
     * @param label of what decides
     * @return absent where nobody asked, or nothing is decided
     */
    Optional<Column> features(Incoming incoming, List<String> inputs, LabelCodec label) {
        int sample = settings().sample();
        return sample > 0 && label.task().classifies()
                ? SampledInputs.of(context).of(incoming, new LinkedHashSet<>(inputs), sample)
                : Optional.empty();
    }

    /**
     * A report with the consistency of its rows, where scoring laid out what is needed.
     *
     * @param predicted rows as the audit of groups sees them
     * @param sampled those of which scoring kept what the model saw
     */
    FairnessReport added(FairnessReport report, Dataset<Row> predicted, Dataset<Row> sampled) {
        if (!Arrays.asList(sampled.columns()).contains(AuditedColumns.FEATURES)) {
            return report;
        }
        context.progress().step("comparing people with those who are like them");
        Audit audit = context.pipeline().audit();
        Dataset<Row> flat = flat(sampled.where(col(AuditedColumns.FEATURES).isNotNull()));
        List<CountedColumn> features = Arrays.stream(flat.columns())
                .filter(name -> name.startsWith(FEATURE))
                .map(name -> CountedColumn.of(flat, name))
                .toList();
        ConsistencyInput input = new ConsistencyInput(
                features,
                col("__prediction"),
                audit.protectedAttributes(),
                audit.bins(),
                settings().neighbours(),
                Math.max(audit.minimumCount(), audit.privacyThreshold()));
        return new ConsistencyAudit(input)
                .audit(predicted, flat)
                .map(report::with)
                .orElse(report);
    }

    private static Dataset<Row> flat(Dataset<Row> sampled) {
        StructType features =
                (StructType) sampled.schema().apply(AuditedColumns.FEATURES).dataType();
        List<Column> columns = new ArrayList<>(List.of(col("*")));
        for (int i = 0; i < features.size(); i++) {
            columns.add(col(AuditedColumns.FEATURES)
                    .getField(features.fieldNames()[i])
                    .as(FEATURE + i));
        }
        return sampled.select(columns.toArray(Column[]::new));
    }

    private Audit.Consistency settings() {
        return context.pipeline().audit().consistency();
    }
}
