package io.lepton.fairness.neighbours;

import static org.apache.spark.sql.functions.col;

import io.lepton.fairness.counting.ProtectedGroups;
import io.lepton.fairness.counts.CountedColumn;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * Measures consistency: 1 − mean |decision − mean decision of the k nearest neighbours| (Zemel et al. 2013, "Learning Fair
 * Representations"; AIF360's {@code consistency}). Of several classes it is the mean share of the neighbours who are decided alike, which of
 * two is the same. A row counts among its own neighbours, as in AIF360.
 *
 * <p>The sample has to be small enough for one task (time goes with the square of its rows: 5,000 rows take a second). Rows travel to it
 * between tasks; only figures reach the driver.
 */
public final class ConsistencyAudit {
    private static final String DECISION = "__decision";

    private final ConsistencyInput input;

    public ConsistencyAudit(ConsistencyInput input) {
        this.input = input;
    }

    /**
     * Measures everybody, and each group.
     *
     * @param rows all that are audited; they say where ranges of numeric attributes begin
     * @param sampled those that take part
     * @return absent of fewer than k + 2 rows
     */
    public Optional<Consistency> audit(Dataset<Row> rows, Dataset<Row> sampled) {
        List<Column> read = new ArrayList<>(
                input.features().stream().map(CountedColumn::value).toList());
        read.add(input.decision().cast("double"));
        Map<String, Column> groups = ProtectedGroups.of(rows, input.protectedAttributes(), input.bins());
        read.addAll(groups.values());
        boolean[] numeric = new boolean[input.features().size()];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = input.features().get(i).kind() == CountedColumn.Kind.NUMBER;
        }
        Dataset<Row> sample = sampled.select(named(read)).where(col(DECISION).isNotNull());
        List<Consistency.Figure> figures = sample.repartition(1)
                // The order of rows decides how sums are rounded.
                .sortWithinPartitions(
                        Arrays.stream(sample.columns()).map(functions::col).toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(new Measuring(
                        numeric, new ArrayList<>(groups.keySet()), input.neighbours(), input.minimumRows()))
                .collect();
        return figures.stream()
                .filter(figure -> figure.attribute().equals(Consistency.OVERALL))
                .findFirst()
                .map(all -> new Consistency(input.neighbours(), all.rows(), figures));
    }

    private Column[] named(List<Column> read) {
        Column[] named = new Column[read.size()];
        for (int i = 0; i < named.length; i++) {
            named[i] = read.get(i).as(i == input.features().size() ? DECISION : "__" + i);
        }
        return named;
    }

    /** Of all rows in one partition. */
    private record Measuring(boolean[] numeric, ArrayList<String> attributes, int neighbours, int minimumRows)
            implements FlatMapFunction<Iterator<InternalRow>, Consistency.Figure> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Consistency.Figure> call(Iterator<InternalRow> rows) {
            SampledRows sample = new SampledRows(numeric, attributes.size());
            rows.forEachRemaining(sample::add);
            if (sample.size() < neighbours + 2) {
                return List.<Consistency.Figure>of().iterator();
            }
            sample.standardize();
            return new ConsistencySums(sample, sample.groups(attributes, minimumRows))
                    .figures(neighbours).stream()
                            .sorted(Comparator.comparing(Consistency.Figure::attribute)
                                    .thenComparing(Consistency.Figure::group))
                            .iterator();
        }
    }
}
