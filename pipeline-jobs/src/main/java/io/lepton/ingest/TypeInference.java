package io.lepton.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Finds the narrowest type that holds every text of a column: int, bigint, double, date, timestamp, boolean or string. One pass. */
final class TypeInference {
    private record Candidate(DataType type, String pattern) {}

    // Leading zeros are kept as text, and so are whole numbers of more digits than a bigint or a double holds:
    // postcodes and account
    // numbers are no quantities.
    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(DataTypes.IntegerType, "^[+-]?(0|[1-9]\\d{0,8})$"),
            new Candidate(DataTypes.LongType, "^[+-]?(0|[1-9]\\d{0,17})$"),
            new Candidate(DataTypes.DoubleType, "^[+-]?((0|[1-9]\\d{0,14})(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?$"),
            new Candidate(DataTypes.DateType, "^\\d{4}-\\d{2}-\\d{2}$"),
            new Candidate(
                    DataTypes.TimestampType,
                    "^\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?$"),
            new Candidate(DataTypes.BooleanType, "(?i)^(true|false)$"));

    /** Types of the text columns; a column without any text is a string. */
    StructType infer(Dataset<Row> texts, List<String> columns) {
        List<Column> counts = new ArrayList<>();
        for (String column : columns) {
            Column text = ColumnNames.of(column);
            counts.add(count(text));
            for (Candidate candidate : CANDIDATES) {
                Column value = text.cast(candidate.type());
                // A number too large for a double is read as infinity.
                Column held = candidate.type().equals(DataTypes.DoubleType)
                        ? abs(value).leq(Double.MAX_VALUE)
                        : value.isNotNull();
                counts.add(count(when(text.rlike(candidate.pattern()).and(held), lit(1))));
            }
        }
        Row found = texts.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .head();
        StructType schema = new StructType();
        int at = 0;
        for (String column : columns) {
            long all = found.getLong(at++);
            DataType type = DataTypes.StringType;
            for (int i = CANDIDATES.size() - 1; i >= 0; i--) {
                if (all > 0 && found.getLong(at + i) == all) {
                    type = CANDIDATES.get(i).type();
                }
            }
            at += CANDIDATES.size();
            schema = schema.add(column, type);
        }
        return schema;
    }
}
