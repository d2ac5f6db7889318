package io.lepton.cli.bench.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.lepton.fairness.AuditInput;
import io.lepton.fairness.counting.ProtectedGroups;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Made-up scores of people of two sexes, five races and four ranges of age, calibrated, nearly all of them different, as a Parquet table. */
record ScoreRows(SparkSession spark, Path table) {
    static final AuditInput AUDITED = AuditInput.of("label", "score", "prediction", List.of("sex", "race", "age"))
            .withBins(Map.of("age", List.of(25.0, 45.0, 65.0)));

    private static final String UNIFORM = "(xxhash64(id, %d) & 9007199254740991L) / 9007199254740992D as %s";

    static ScoreRows written(SparkSession spark, Path folder, int rows) {
        Path table = folder.resolve("scores-" + rows);
        spark.range(rows)
                .selectExpr(
                        UNIFORM.formatted(1, "u"),
                        UNIFORM.formatted(2, "v"),
                        "pmod(xxhash64(id, 3), 100) as r",
                        "17 + cast(pmod(xxhash64(id, 4), 74) as int) as age",
                        "if(pmod(xxhash64(id, 5), 3) = 0, 'Female', 'Male') as sex")
                .selectExpr(
                        "sex",
                        "case when r < 85 then 'White' when r < 94 then 'Black' when r < 97 then 'Asian'"
                                + " when r < 99 then 'Indigenous' else 'Other' end as race",
                        "age",
                        "u * u as score",
                        "double(v < u * u) as label",
                        "double(u * u >= 0.5) as prediction")
                .write()
                .parquet(table.toString());
        return new ScoreRows(spark, table);
    }

    Dataset<Row> read() {
        return spark.read().parquet(table.toString());
    }

    Collection<Column> groups() {
        return ProtectedGroups.of(read(), AUDITED.protectedAttributes(), AUDITED.bins())
                .values();
    }

    /** Reads every column that an audit needs and counts rows by finest group, as Spark does it. */
    long counted() {
        List<Row> counts = read().groupBy(groups().toArray(Column[]::new))
                .agg(count(lit(1)).as("rows"), sum("label"), sum("prediction"), sum("score"))
                .select(col("rows"))
                .collectAsList();
        return counts.stream().mapToLong(row -> row.getLong(0)).sum();
    }
}
