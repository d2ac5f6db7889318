package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The position of each row in its source: files by name, parts of a file from its beginning. It does not depend on how many tasks read
 * the source, nor on which of them read what.
 */
final class RowPositions {

    /**
     * Rows that one task read in one go.
     *
     * @param part where in the file it begins
     * @param firstOrder least {@link ColumnNames#ORDER} of its rows; the others follow without a gap
     */
    record Part(String file, long part, long firstOrder, long rows) {}

    /** By a part's first order: what to add to a row's order. */
    private final TreeMap<Long, Long> shifts = new TreeMap<>();

    /** @param first position of the first row */
    RowPositions(List<Part> parts, long first) {
        List<Part> inSource = new ArrayList<>(parts);
        inSource.sort(Comparator.comparing(Part::file).thenComparing(Part::part));
        long position = first;
        for (Part part : inSource) {
            shifts.put(part.firstOrder(), position - part.firstOrder());
            position += part.rows();
        }
    }

    Column column() {
        if (shifts.size() == 1) {
            return col(ColumnNames.ORDER).plus(lit(shifts.firstEntry().getValue()));
        }
        TreeMap<Long, Long> byOrder = shifts;
        UDF1<Long, Long> position = order -> order + byOrder.floorEntry(order).getValue();
        return udf(position, DataTypes.LongType).apply(col(ColumnNames.ORDER));
    }
}
