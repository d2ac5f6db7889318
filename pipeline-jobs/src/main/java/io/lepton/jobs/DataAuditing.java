package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.config.Audit;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.data.DataAudit;
import io.lepton.fairness.data.DataAuditInput;
import io.lepton.fairness.data.DataAuditReport;
import io.lepton.lake.TableVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the trusted table says of groups of people, before a model learns from it → {@code audits/data}. */
record DataAuditing(RunContext context) {
    /** More rows would tell no more, and would keep the training waiting. */
    private static final long MOST_ROWS = 200_000;

    /**
     * Audits the table where the pipeline file names protected attributes that it has.
     *
     * @param inputs columns of it that models see
     */
    Optional<DataAuditReport> of(TableVersion trusted, LabelCodec label, List<String> inputs) {
        Audit audit = context.pipeline().audit();
        Dataset<Row> rows = context.read(trusted);
        Set<String> plain = Arrays.stream(rows.schema().fields())
                .filter(field -> CountedColumn.isPlain(field.dataType()))
                .map(field -> field.name())
                .collect(Collectors.toSet());
        List<String> attributes =
                audit.protectedAttributes().stream().filter(plain::contains).toList();
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        context.progress().step("auditing the data");
        Map<String, List<Double>> bins = audit.bins().entrySet().stream()
                .filter(edges -> attributes.contains(edges.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        DataAuditInput input = DataAuditInput.of(
                        "label", inputs.stream().filter(plain::contains).toList(), attributes)
                .withBins(bins)
                .withThresholds(audit.minimumCount(), audit.privacyThreshold())
                .withSample(
                        MOST_ROWS,
                        context.keys().stream().filter(plain::contains).toList(),
                        context.pipeline().seed());
        return Optional.of(DataAudit.of(label.encode(rows), input));
    }

    TableVersion save(DataAuditReport report) {
        return context.lake()
                .append(
                        new DataAuditTable(context.runId())
                                .rows(context.spark(), report)
                                .withColumn("audited_at", current_timestamp()),
                        DataAuditTable.NAME,
                        context.writeId(StageName.TRAIN));
    }
}
