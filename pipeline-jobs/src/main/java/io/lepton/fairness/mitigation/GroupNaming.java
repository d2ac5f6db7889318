package io.lepton.fairness.mitigation;

import io.lepton.fairness.counting.ProtectedGroups;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How rows of a table tell their group, the same whenever rows are trained on or scored.
 *
 * @param attribute the column
 * @param bins ascending edges of ranges of its numbers; none: each value is a group
 */
public record GroupNaming(String attribute, List<Double> bins) {
    public GroupNaming {
        bins = List.copyOf(bins);
    }

    /** The group's name; {@link Groups#MISSING} where there is no value. */
    public Column of(Dataset<Row> rows) {
        if (bins.isEmpty()) {
            return Groups.text(rows.schema(), attribute);
        }
        return ProtectedGroups.of(rows, List.of(attribute), Map.of(attribute, bins))
                .get(attribute);
    }

    /** The same of rows that may have it already, as {@link MitigatedModel#GROUP}. */
    public Column told(Dataset<Row> rows) {
        return Cells.has(rows.schema(), MitigatedModel.GROUP) ? Cells.column(MitigatedModel.GROUP) : of(rows);
    }
}
