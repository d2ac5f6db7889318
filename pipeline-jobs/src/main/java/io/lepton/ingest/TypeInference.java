package io.lepton.ingest;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.SparkDateTimeUtils$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds the narrowest type that holds every text of a column: int, bigint, double, date, timestamp, boolean or string. One pass, in which
 * a column that has turned out to be text costs nothing any more.
 */
final class TypeInference {

    /** A type and the texts that it holds, from the narrowest on. */
    private enum Candidate {
        // Leading zeros are kept as text, and so are whole numbers of more digits than a bigint or a double holds:
        // postcodes and account
        // numbers are no quantities.
        INTEGER(DataTypes.IntegerType, "[+-]?(0|[1-9]\\d{0,8})"),
        LONG(DataTypes.LongType, "[+-]?(0|[1-9]\\d{0,17})"),
        DOUBLE(DataTypes.DoubleType, "[+-]?((0|[1-9]\\d{0,14})(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?") {
            @Override
            boolean converts(String text) {
                // A number too large for a double is read as infinity.
                return Double.isFinite(Double.parseDouble(text));
            }
        },
        DATE(DataTypes.DateType, "\\d{4}-\\d{2}-\\d{2}") {
            @Override
            boolean converts(String text) {
                try {
                    LocalDate.parse(text);
                    return true;
                } catch (DateTimeParseException e) {
                    return false;
                }
            }
        },
        TIMESTAMP(
                DataTypes.TimestampType,
                "\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?") {
            @Override
            boolean converts(String text) {
                return SparkDateTimeUtils$.MODULE$
                        .stringToTimestamp(UTF8String.fromString(text), ZoneOffset.UTC)
                        .isDefined();
            }
        },
        BOOLEAN(DataTypes.BooleanType, "(?i)(true|false)");

        private static final Candidate[] ALL = values();

        private final DataType type;
        private final Pattern pattern;

        Candidate(DataType type, String pattern) {
            this.type = type;
            this.pattern = Pattern.compile(pattern);
        }

        /** Whether a text that looks like it can be read as it. */
        boolean converts(String text) {
            return true;
        }

        int bit() {
            return 1 << ordinal();
        }

        boolean holds(String text) {
            return pattern.matcher(text).matches() && converts(text);
        }
    }

    /** Bits of the candidates that held every text so far, by column; {@link #UNSEEN} until there was a text. */
    private static final class Alive implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final int EVERY = (1 << Candidate.values().length) - 1;
        private static final int UNSEEN = 1 << Candidate.values().length;

        private final int[] bits;

        Alive(int columns) {
            bits = new int[columns];
            Arrays.fill(bits, EVERY | UNSEEN);
        }

        Alive add(Iterator<Row> rows) {
            while (rows.hasNext()) {
                Row row = rows.next();
                for (int column = 0; column < bits.length; column++) {
                    if (bits[column] != 0 && !row.isNullAt(column)) {
                        bits[column] = after(bits[column] & EVERY, row.getString(column));
                    }
                }
            }
            return this;
        }

        private static int after(int alive, String text) {
            for (Candidate candidate : Candidate.ALL) {
                if ((alive & candidate.bit()) != 0 && candidate.holds(text)) {
                    // Whole numbers are decimal numbers, too; apart from that no text is of two kinds.
                    int numbers = Candidate.INTEGER.bit() | Candidate.LONG.bit() | Candidate.DOUBLE.bit();
                    int same = (candidate.bit() & numbers) == 0 ? candidate.bit() : numbers & -candidate.bit();
                    return alive & same;
                }
            }
            return 0;
        }

        Alive and(Alive other) {
            for (int column = 0; column < bits.length; column++) {
                bits[column] &= other.bits[column];
            }
            return this;
        }

        DataType type(int column) {
            if ((bits[column] & UNSEEN) != 0) {
                return DataTypes.StringType;
            }
            return Arrays.stream(Candidate.ALL)
                    .filter(candidate -> (bits[column] & candidate.bit()) != 0)
                    .findFirst()
                    .map(candidate -> candidate.type)
                    .orElse(DataTypes.StringType);
        }
    }

    /** Types of the text columns; a column without any text is a string. */
    StructType infer(Dataset<Row> texts, List<String> columns) {
        int size = columns.size();
        Alive found = texts
                .select(columns.stream().map(ColumnNames::of).toArray(Column[]::new))
                .toJavaRDD()
                .mapPartitions(rows -> List.of(new Alive(size).add(rows)).iterator())
                .collect()
                .stream()
                .reduce(new Alive(size), Alive::and);
        StructType schema = new StructType();
        for (int column = 0; column < size; column++) {
            schema = schema.add(columns.get(column), found.type(column));
        }
        return schema;
    }
}
