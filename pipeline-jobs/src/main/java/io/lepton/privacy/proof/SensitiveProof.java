package io.lepton.privacy.proof;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import io.lepton.privacy.SensitiveColumn;
import io.lepton.privacy.SensitiveColumn.Closeness;
import io.lepton.privacy.SensitiveColumn.Counting;
import io.lepton.privacy.SensitiveColumn.Diversity;
import io.lepton.privacy.SensitiveColumn.Ground;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** One sensitive column: its values counted in every class, and the worst class by each measure. */
final class SensitiveProof {
    private static final double ROUNDING = 1e-9;

    private final Dataset<Row> counted;
    private final Column[] keys;
    private final SensitiveColumn asked;

    SensitiveProof(Dataset<Row> published, Column[] keys, Column sensitive, SensitiveColumn asked) {
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            all.add(keys[i].as("k" + i));
        }
        all.add(sensitive.as("value"));
        this.keys = IntStream.range(0, keys.length).mapToObj(i -> col("k" + i)).toArray(Column[]::new);
        List<Column> grouping = new ArrayList<>(List.of(this.keys));
        grouping.add(col("value"));
        this.counted = published
                .select(all.toArray(Column[]::new))
                .groupBy(grouping.toArray(Column[]::new))
                .agg(count(lit(1)).as("n"));
        this.asked = asked;
    }

    SensitiveEvidence evidence() {
        Dataset<Row> values = counted.groupBy("value").agg(sum("n").as("n"));
        List<Row> table = values.select(
                        col("value").cast("string"), col("value").cast("double"), col("n"))
                .collectAsList();
        Column n = col("n").cast("double");
        // ln N − Σ n·ln n / N
        Column entropy = log(sum(n)).minus(sum(n.multiply(log(n))).divide(sum(n)));
        Column position = ordinals()
                ? col("value").cast("double").cast("string")
                : col("value").cast("string");
        Row worst = counted.groupBy(keys)
                .agg(
                        count(lit(1)).as("distinct"),
                        entropy.as("entropy"),
                        sort_array(collect_list(col("n")), false).as("counts"),
                        distance(table)
                                .apply(collect_list(struct(position.as("value"), col("n"))))
                                .as("distance"))
                .agg(
                        coalesce(min("distinct"), lit(0L)),
                        coalesce(min("entropy"), lit(0.0)),
                        coalesce(max(recursive()), lit(0.0)),
                        coalesce(max("distance"), lit(0.0)),
                        count(lit(1)))
                .head();
        return evidence(worst.getLong(0), worst.getDouble(1), worst.getDouble(2), worst.getDouble(3), worst.getLong(4));
    }

    private boolean ordinals() {
        return asked.closeness().map(Closeness::ground).equals(Optional.of(Ground.ORDERED));
    }

    private int l() {
        return asked.diversity().map(d -> (int) Math.ceil(d.l())).orElse(1);
    }

    private boolean isRecursive() {
        return asked.diversity().map(Diversity::counting).equals(Optional.of(Counting.RECURSIVE));
    }

    private Column recursive() {
        String tail = "aggregate(slice(counts, " + l() + ", greatest(size(counts), 1)), 0D, (sum, n) -> sum + n)";
        return expr("if(size(counts) < " + l() + ", double('Infinity'), counts[0] / " + tail + ")");
    }

    private org.apache.spark.sql.expressions.UserDefinedFunction distance(List<Row> table) {
        Map<String, Long> rows = new HashMap<>();
        Ground ground = asked.closeness().map(Closeness::ground).orElse(Ground.EQUAL);
        for (Row row : table) {
            String value = row.getString(0);
            if (ground == Ground.ORDERED && value != null) {
                value = String.valueOf(row.getDouble(1));
            }
            rows.merge(value, row.getLong(2), Long::sum);
        }
        Flow flow =
                switch (ground) {
                    case EQUAL -> new Flow.Overlap(rows);
                    case ORDERED -> new Flow.Line(rows);
                    case HIERARCHICAL -> new Flow.Tree(
                            rows,
                            asked.closeness()
                                    .orElseThrow()
                                    .hierarchy()
                                    .orElseThrow()
                                    .labels());
                };
        return udf(
                (UDF1<Seq<Row>, Double>) held -> {
                    Map<String, Long> counts = new HashMap<>();
                    for (Row row : JavaConverters.seqAsJavaList(held)) {
                        counts.merge(row.getString(0), row.getLong(1), Long::sum);
                    }
                    return flow.from(counts);
                },
                DataTypes.DoubleType);
    }

    private SensitiveEvidence evidence(long distinct, double entropy, double recursive, double distance, long classes) {
        double entropyL = Math.exp(entropy);
        boolean diverse = asked.diversity()
                .map(d -> switch (d.counting()) {
                    case DISTINCT -> distinct >= d.l();
                    case ENTROPY -> entropyL >= d.l() - ROUNDING;
                    case RECURSIVE -> recursive < d.c();
                })
                .orElse(true);
        boolean close = asked.closeness().map(c -> distance <= c.t() + ROUNDING).orElse(true);
        return new SensitiveEvidence(
                asked.column(),
                distinct,
                entropyL,
                isRecursive() ? OptionalDouble.of(recursive) : OptionalDouble.empty(),
                distance,
                classes == 0 || diverse && close);
    }
}
