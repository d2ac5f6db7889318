package io.lepton.fairness.peers;

import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.neighbours.ConsistencyAudit;
import io.lepton.fairness.neighbours.ConsistencyInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Scored rows that a peer and we measure.
 *
 * @param task binary, classes or quantity
 * @param rows with label, prediction, score, weight and the attributes
 * @param attributes strings without a comma
 * @param features numbers by which people are like each other; none: nobody compares them
 * @param probabilities of each of several classes, by its number; none: they are not known
 */
record PeerCase(
        String task,
        String name,
        Dataset<Row> rows,
        List<String> attributes,
        List<String> features,
        List<String> probabilities) {
    private static final List<String> NUMBERS = List.of("label", "prediction", "score", "weight");

    PeerCase(String task, String name, Dataset<Row> rows, List<String> attributes) {
        this(task, name, rows, attributes, List.of(), List.of());
    }

    /** The name by which peers know it. */
    String id() {
        return task + "-" + name;
    }

    /** Single attributes and pairs; all groups are compared, however small. */
    FairnessReport audited() {
        AuditInput input = AuditInput.of("label", "score", "prediction", attributes)
                .withWeight(Optional.of("weight"))
                .withJudgement(new AuditInput.Judgement(0, 0, 0));
        FairnessReport report = probabilities.isEmpty()
                ? new FairnessAudit(input).audit(rows)
                : new FairnessAudit(input.withTask(AuditTask.classes(probabilities.size()))
                                .withProbabilities(Optional.of("by class")))
                        .audit(rows.withColumn(
                                "by class",
                                functions.array(probabilities.stream()
                                        .map(functions::col)
                                        .toArray(Column[]::new))));
        if (features.isEmpty()) {
            return report;
        }
        ConsistencyInput compared = new ConsistencyInput(
                features.stream().map(name -> CountedColumn.of(rows, name)).toList(),
                functions.col("prediction"),
                attributes,
                Map.of(),
                5,
                0);
        return report.with(new ConsistencyAudit(compared).audit(rows, rows).orElseThrow());
    }

    /** Hands the rows to a peer. */
    void write(Path folder) throws IOException {
        List<String> columns = new ArrayList<>(NUMBERS);
        columns.addAll(attributes);
        columns.addAll(features);
        columns.addAll(probabilities);
        List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
        List<Row> all = rows.select(columns.stream().map(functions::col).toArray(Column[]::new))
                .collectAsList();
        for (Row row : all) {
            lines.add(row.mkString(","));
        }
        Files.write(folder.resolve(id() + ".csv"), lines);
    }
}
