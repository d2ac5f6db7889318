package io.lepton.privacy.proof;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.SensitiveColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Proves a privacy model on the table that was published, by grouping its rows again; it knows nothing of how the table was made. */
public final class PrivacyVerifier {
    /** Lower ends of the class sizes that are counted together. */
    private static final long[] SIZES = {1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000};

    /** @throws LeptonException configuration, if a named column is not in the table, none is given, or k is below 1 */
    public PrivacyEvidence verify(Dataset<Row> published, PrivacyModel model) {
        if (model.k() < 1 || model.quasiIdentifiers().isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot verify k-anonymity: k must be 1 or more, and at least one quasi-identifier be named.");
        }
        Column[] keys = model.quasiIdentifiers().stream()
                .map(name -> column(published, name))
                .toArray(Column[]::new);
        List<Row> sizes = sizes(published, keys);
        List<SensitiveEvidence> sensitive = new ArrayList<>();
        for (SensitiveColumn column : model.sensitive()) {
            sensitive.add(new SensitiveProof(published, keys, column(published, column.column()), column).evidence());
        }
        return evidence(model, sizes, sensitive);
    }

    /** Lower end, classes, rows, smallest, sum of squares, greatest. */
    private static List<Row> sizes(Dataset<Row> published, Column[] keys) {
        Column size = col("class_rows");
        Column from = lit(SIZES[0]);
        for (long each : SIZES) {
            from = when(size.geq(each), lit(each)).otherwise(from);
        }
        return published
                .select(keys)
                .groupBy(keys)
                .agg(count(lit(1)).as("class_rows"))
                .groupBy(from.as("from"))
                .agg(
                        count(lit(1)).as("classes"),
                        coalesce(sum(size), lit(0L)),
                        min(size),
                        sum(size.cast("double").multiply(size)),
                        max(size))
                .orderBy("from")
                .collectAsList();
    }

    private static PrivacyEvidence evidence(PrivacyModel model, List<Row> sizes, List<SensitiveEvidence> sensitive) {
        long classes = 0;
        long rows = 0;
        double squares = 0;
        List<ClassSizes> buckets = new ArrayList<>();
        for (Row row : sizes) {
            classes += row.getLong(1);
            rows += row.getLong(2);
            squares += row.getDouble(4);
            buckets.add(new ClassSizes(row.getLong(3), row.getLong(5), row.getLong(1), row.getLong(2)));
        }
        boolean any = rows > 0;
        long smallest = any ? sizes.get(0).getLong(3) : 0;
        return new PrivacyEvidence(
                model.k(),
                rows,
                classes,
                smallest,
                smallest == 1 ? sizes.get(0).getLong(1) : 0,
                any ? (double) rows / classes : 0,
                squares,
                any ? 1.0 / smallest : 0,
                any ? (double) classes / rows : 0,
                buckets,
                sensitive,
                !any || smallest >= model.k() && sensitive.stream().allMatch(SensitiveEvidence::holds));
    }

    private static Column column(Dataset<Row> published, String name) {
        List<String> known = Arrays.asList(published.columns());
        if (!known.contains(name)) {
            throw LeptonException.configuration("Cannot verify the privacy of column '" + name
                    + "': the table has no such column." + Suggestion.didYouMean(name, known) + " It has: "
                    + String.join(", ", known) + ".");
        }
        return published.col("`" + name.replace("`", "``") + "`");
    }
}
