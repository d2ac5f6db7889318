package io.lepton.fairness.counting;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class GroupCountingTest {
    private static final List<Column> NUMBERS =
            List.of(col("label"), col("prediction"), col("score"), lit(1.0).as("weight"));

    /** Groups that are common, and some that only rows far behind the first have; names of 5 to 40 characters. */
    private static Dataset<Row> rows(SparkSession spark, long count) {
        return spark.range(0, count, 1, 4)
                .selectExpr(
                        "case when id < 100000 then 'early' else concat('later people of region ', id % 40) end as region",
                        "if(id % 3 = 0, 'women', 'men') as sex",
                        "double(id * 37 % 101 > 60) as label",
                        "double(id * 53 % 97 > 50) as prediction",
                        "(id * 53 % 97) / 97D as score");
    }

    private static Map<List<String>, GroupTally> counted(Dataset<Row> rows) {
        Map<String, Column> groups = new LinkedHashMap<>();
        groups.put("region", col("region"));
        groups.put("sex", col("sex"));
        return new GroupCounting(rows, AuditTask.GUESSED, groups, NUMBERS)
                .counted()
                .all();
    }

    @Test
    void rowsAreCountedByTheirGroupAsSparkDoes(SparkSession spark, @TempDir Path folder) {
        Dataset<Row> made = rows(spark, 300_000);
        made.write().parquet(folder.resolve("rows").toString());
        // Plans that are interpreted read rows, no batches.
        SparkSession compiled = spark.newSession();
        compiled.conf().set("spark.sql.codegen.wholeStage", true);
        Dataset<Row> read = compiled.read().parquet(folder.resolve("rows").toString());

        for (Dataset<Row> rows : List.of(made, read, read.where("score > 0.25"))) {
            Map<List<String>, GroupTally> tallies = counted(rows);

            List<Row> expected = rows.groupBy("region", "sex")
                    .agg(count(lit(1)), sum("label"), sum("prediction"))
                    .collectAsList();
            assertThat(tallies).hasSize(expected.size()).hasSize(82);
            for (Row group : expected) {
                GroupTally tally = tallies.get(List.of(group.getString(0), group.getString(1)));
                assertThat(tally.rows()).isEqualTo(group.getLong(2));
                assertThat(tally.labelled(1)).isEqualTo(group.getDouble(3));
                assertThat(tally.predicted(1)).isEqualTo(group.getDouble(4));
            }
        }
    }

    @Test
    void withoutAttributesEverybodyIsOneGroup(SparkSession spark) {
        Map<List<String>, GroupTally> tallies = new GroupCounting(
                        rows(spark, 1_000), AuditTask.BINARY, Map.of(), NUMBERS)
                .counted()
                .all();

        assertThat(tallies).containsOnlyKeys(List.<String>of());
        assertThat(tallies.get(List.<String>of()).rows()).isEqualTo(1_000);
    }
}
