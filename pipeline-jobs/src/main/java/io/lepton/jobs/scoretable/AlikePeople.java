package io.lepton.jobs.scoretable;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.data.RowSample;
import io.lepton.fairness.neighbours.ConsistencyAudit;
import io.lepton.fairness.neighbours.ConsistencyInput;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether people who are alike are decided alike.
 *
 * @param features columns that the model saw; none: nobody asks
 * @param neighbours of each row, itself among them
 * @param sample rows at most
 */
public record AlikePeople(List<String> features, int neighbours, int sample) {
    /** Nobody asks. */
    public static final AlikePeople UNASKED = new AlikePeople(List.of(), 5, 0);

    private static final long SEED = 42;

    public AlikePeople {
        features = List.copyOf(features);
    }

    /**
     * The report with the consistency of a sample of the rows, chosen by a hash of all that they hold.
     *
     * @param total number of rows
     */
    FairnessReport added(FairnessReport report, Dataset<Row> rows, Column decision, long total, ScoreTableAudit audit) {
        if (features.isEmpty() || sample == 0) {
            return report;
        }
        ConsistencyInput input = new ConsistencyInput(
                features.stream().map(name -> CountedColumn.of(rows, name)).toList(),
                decision,
                audit.columns().protectedAttributes(),
                audit.bins(),
                neighbours,
                Math.max(audit.judgement().minimumRows(), audit.judgement().privacyThreshold()));
        List<String> hashed = Arrays.stream(rows.schema().fields())
                .filter(field -> CountedColumn.isPlain(field.dataType()))
                .map(field -> field.name())
                .toList();
        Dataset<Row> sampled = new RowSample(hashed, sample, SEED).of(rows, total);
        return new ConsistencyAudit(input)
                .audit(rows, sampled)
                .map(report::with)
                .orElse(report);
    }
}
