package io.lepton.privacy.histogram;

import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.SensitiveColumn;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.values.OrderedValues;
import io.lepton.privacy.values.QuasiIdentifier;
import io.lepton.privacy.values.SensitiveValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The distinct combinations of a table's quasi-identifiers with their counts, in the order of their values, whatever the order of the
 * table.
 *
 * @param columns the quasi-identifiers
 * @param values of all columns that are counted by
 * @param combinations all of them, or a sample: see {@code level}
 * @param rows of the table
 * @param level one in 2 to the power of this many combinations is there; 0: all of them
 */
public record Histogram(
        KeyColumns keys,
        List<QuasiIdentifier> columns,
        List<OrderedValues> values,
        Combinations combinations,
        long rows,
        int level) {

    /** @param mostCells combinations times columns that one machine's memory is used for */
    public static Histogram of(Dataset<Row> table, PrivacyModel model, long mostCells) {
        KeyColumns keys = KeyColumns.of(
                table,
                model.quasiIdentifiers(),
                model.sensitive().stream().map(SensitiveColumn::column).toList());
        JavaRDD<InternalRow> rows = table.select(keys.of(table).toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        int tasks = 2 * rows.context().defaultParallelism();
        Tally tally = (rows.getNumPartitions() > tasks ? rows.coalesce(tasks) : rows)
                .treeAggregate(new Tally(keys.dictionaries(), keys.identifying(), mostCells), Tally::add, Tally::merge);
        return of(keys, tally, model, table.sparkSession().sessionState().conf().sessionLocalTimeZone());
    }

    private static Histogram of(KeyColumns keys, Tally tally, PrivacyModel model, String timeZone) {
        List<OrderedValues> values = IntStream.range(0, keys.names().size())
                .mapToObj(i -> OrderedValues.of(
                        keys.names().get(i), keys.types().get(i), timeZone, tally.dictionary(i), tally.anyMissing(i)))
                .toList();
        List<QuasiIdentifier> columns = new ArrayList<>();
        for (int i = 0; i < keys.identifying(); i++) {
            String name = keys.names().get(i);
            columns.add(new QuasiIdentifier(
                    name,
                    keys.types().get(i),
                    values.get(i),
                    Optional.ofNullable(model.hierarchies().get(name))));
        }
        List<SensitiveValues> sensitive = new ArrayList<>();
        for (int i = keys.identifying(); i < values.size(); i++) {
            sensitive.add(new SensitiveValues(
                    model.sensitive().get(i - keys.identifying()), keys.types().get(i), values.get(i)));
        }
        double[] weights = columns.stream()
                .mapToDouble(column -> model.weights().getOrDefault(column.name(), 1.0))
                .toArray();
        Combinations combinations = Entries.of(tally, values)
                .combinations(
                        columns,
                        weights,
                        sensitive.stream().mapToInt(SensitiveValues::size).toArray(),
                        sensitive.stream().map(SensitiveValues::criteria).toList());
        return new Histogram(keys, List.copyOf(columns), values, combinations, tally.rows(), tally.level());
    }
}
