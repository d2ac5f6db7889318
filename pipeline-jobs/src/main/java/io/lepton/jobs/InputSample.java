package io.lepton.jobs;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.counts.CountedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * What sampled rows held, as it stands beside their scores: numbers in one list and texts in another, since most rows have neither, and two
 * lists are read in half to two thirds of the time that a structure of all columns takes. The fields' metadata names the columns.
 *
 * @param sliced by which slices are told apart; absent: nobody looks for slices
 * @param compared by which people are compared with those who are like them; absent: nobody does
 */
record InputSample(Optional<Part> sliced, Optional<Part> compared) {
    /** A structure, null in rows that are not sampled. */
    static final String NAME = "lepton_inputs";

    private static final String SLICED = "sliced";
    private static final String COMPARED = "compared";
    private static final String NUMBERS = "numbers";
    private static final String TEXTS = "texts";
    private static final String COLUMNS = "columns";

    static final InputSample NONE = new InputSample(Optional.empty(), Optional.empty());

    /**
     * What one audit asks for.
     *
     * @param chosen whether a row takes part
     */
    record Part(Column chosen, List<CountedColumn> columns) {
        private Metadata names() {
            return InputSample.names(columns);
        }
    }

    /** Absent where no audit asks for anything. */
    Optional<Column> column() {
        Column none = lit(false);
        Column isSliced = sliced.map(Part::chosen).orElse(none);
        Column isCompared = compared.map(Part::chosen).orElse(none);
        Map<String, CountedColumn> columns = new LinkedHashMap<>();
        Stream.of(sliced, compared)
                .flatMap(Optional::stream)
                .flatMap(part -> part.columns().stream())
                .forEach(column -> columns.putIfAbsent(column.name(), column));
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<Column> fields = new ArrayList<>();
        sliced.ifPresent(part -> fields.add(isSliced.as(SLICED, part.names())));
        compared.ifPresent(part -> fields.add(isCompared.as(COMPARED, part.names())));
        list(NUMBERS, CountedColumn.Kind.NUMBER, columns).ifPresent(fields::add);
        list(TEXTS, CountedColumn.Kind.TEXT, columns).ifPresent(fields::add);
        return Optional.of(when(isSliced.or(isCompared), struct(fields.toArray(Column[]::new))));
    }

    private static Optional<Column> list(String name, CountedColumn.Kind kind, Map<String, CountedColumn> columns) {
        List<CountedColumn> ofKind = columns.values().stream()
                .filter(column -> column.kind() == kind)
                .toList();
        return ofKind.isEmpty()
                ? Optional.empty()
                : Optional.of(array(ofKind.stream().map(CountedColumn::value).toArray(Column[]::new))
                        .as(name, names(ofKind)));
    }

    private static Metadata names(List<CountedColumn> columns) {
        return new MetadataBuilder()
                .putStringArray(
                        COLUMNS, columns.stream().map(CountedColumn::name).toArray(String[]::new))
                .build();
    }

    /** What rows hold in a column of the {@linkplain #NAME name}. */
    static InputSample of(Dataset<Row> rows) {
        if (!Arrays.asList(rows.columns()).contains(NAME)) {
            return NONE;
        }
        StructType type = (StructType) rows.schema().apply(NAME).dataType();
        Map<String, CountedColumn> columns = new LinkedHashMap<>();
        read(type, NUMBERS).forEach((column, value) -> columns.put(column, CountedColumn.numbers(column, value)));
        read(type, TEXTS).forEach((column, value) -> columns.put(column, CountedColumn.texts(column, value)));
        return new InputSample(part(type, SLICED, columns), part(type, COMPARED, columns));
    }

    private static Optional<Part> part(StructType type, String flag, Map<String, CountedColumn> columns) {
        return names(type, flag)
                .map(names -> new Part(
                        col(NAME).getField(flag),
                        Arrays.stream(names).map(columns::get).toList()));
    }

    private static Map<String, Column> read(StructType type, String list) {
        String[] names = names(type, list).orElseGet(() -> new String[0]);
        Map<String, Column> read = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            read.put(names[i], col(NAME).getField(list).getItem(i));
        }
        return read;
    }

    private static Optional<String[]> names(StructType type, String field) {
        return Arrays.asList(type.fieldNames()).contains(field)
                ? Optional.of(type.apply(field).metadata().getStringArray(COLUMNS))
                : Optional.empty();
    }

    /** Whether a type is that of scored rows of which some are sampled. */
    static boolean isIn(DataType audited) {
        return audited instanceof StructType structure
                && Arrays.asList(structure.fieldNames()).contains(NAME);
    }
}
