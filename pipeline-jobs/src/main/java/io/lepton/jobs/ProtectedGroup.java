package io.lepton.jobs;

import static org.apache.spark.sql.functions.approx_count_distinct;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.jobs.mitigation.MitigationSearch;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;

/** The column of the feature table that tells a row's group, where {@code train.mitigate} asks for a fairer model; no model sees it. */
record ProtectedGroup(GroupNaming naming) {
    private static final int MOST_NUMBERS = 20;

    /** Absent where nobody asks. */
    static Optional<ProtectedGroup> of(Pipeline pipeline) {
        return pipeline.train().mitigate().map(asked -> new ProtectedGroup(MitigationSearch.naming(pipeline, asked)));
    }

    Column column(Dataset<Row> rows) {
        return naming.of(rows).as(MitigatedModel.GROUP);
    }

    /** @throws LeptonException configuration, where the attribute is absent or holds many numbers, each of which would be a group */
    void requireFew(Dataset<Row> rows) {
        String attribute = naming.attribute();
        if (!Arrays.asList(rows.columns()).contains(attribute)) {
            throw LeptonException.configuration("Cannot mitigate by '" + attribute
                    + "': the table has no such column. Its columns: " + String.join(", ", rows.columns()) + ".");
        }
        if (naming.bins().isEmpty()
                && rows.schema().apply(attribute).dataType() instanceof NumericType
                && rows.agg(approx_count_distinct(Columns.of(attribute))).head().getLong(0) > MOST_NUMBERS) {
            throw LeptonException.configuration("Cannot mitigate by '" + attribute
                    + "': it holds many numbers, and each would be a group. Set audit.bins, for example {" + attribute
                    + ": [25, 45, 65]}.");
        }
    }

    /** @throws LeptonException configuration, where the feature table was made when nobody asked yet */
    void requireIn(Dataset<Row> features) {
        if (!Arrays.asList(features.columns()).contains(MitigatedModel.GROUP)) {
            throw LeptonException.configuration("Cannot mitigate: the feature table does not tell groups of '"
                    + naming.attribute() + "', as it was made without train.mitigate. Run 'lepton features' again.");
        }
    }
}
