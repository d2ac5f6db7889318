package io.lepton.privacy;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.lepton.error.LeptonException;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts the classes of a published table: by plain grouping, sharing nothing with the code that made it. */
public final class PrivacyVerifier {

    /** @throws LeptonException configuration, if a quasi-identifier is not in the table, none is given, or k is below 1 */
    public PrivacyEvidence verify(Dataset<Row> published, List<String> quasiIdentifiers, int k) {
        if (k < 1 || quasiIdentifiers.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot verify k-anonymity: k must be 1 or more, and at least one quasi-identifier be named.");
        }
        quasiIdentifiers.forEach(name -> Columns.require(published, name, "verify k-anonymity over"));
        Column[] keys = quasiIdentifiers.stream()
                .map(name -> Columns.of(published, name))
                .toArray(Column[]::new);
        Column size = col("class_rows");
        Row totals = published
                .select(keys)
                .groupBy(keys)
                .agg(count(lit(1)).as("class_rows"))
                .agg(
                        count(lit(1)),
                        coalesce(sum(size), lit(0L)),
                        coalesce(min(size), lit(0L)),
                        coalesce(sum(size.cast("double").multiply(size)), lit(0.0)))
                .head();
        long classes = totals.getLong(0);
        long rows = totals.getLong(1);
        long smallest = totals.getLong(2);
        boolean any = rows > 0;
        return new PrivacyEvidence(
                k,
                rows,
                classes,
                smallest,
                any ? (double) rows / classes : 0,
                totals.getDouble(3),
                any ? 1.0 / smallest : 0,
                any ? (double) classes / rows : 0,
                !any || smallest >= k);
    }
}
