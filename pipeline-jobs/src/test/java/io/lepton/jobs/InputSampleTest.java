package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.counts.CountedColumn;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class InputSampleTest {
    private static Dataset<Row> people(SparkSession spark) {
        return spark.range(40)
                .selectExpr(
                        "id",
                        "if(id % 7 = 0, null, cast(id / 3 as float)) as `an age`",
                        "if(id % 5 = 0, ' ', concat('w', id % 3)) as word",
                        "date_add(date'2020-01-31', cast(id as int)) as since");
    }

    private static InputSample.Part part(Dataset<Row> people, String chosen, String... columns) {
        return new InputSample.Part(
                expr(chosen),
                Stream.of(columns).map(name -> CountedColumn.of(people, name)).toList());
    }

    private static List<Row> values(Dataset<Row> rows, InputSample.Part part) {
        Column[] values = Stream.concat(
                        Stream.of(col("id")), part.columns().stream().map(CountedColumn::value))
                .toArray(Column[]::new);
        return rows.where(part.chosen()).select(values).orderBy("id").collectAsList();
    }

    @Test
    void holdsWhatEachAuditAskedForInItsOrderThroughATable(SparkSession spark, @TempDir Path folder) {
        Dataset<Row> people = people(spark);
        InputSample.Part sliced = part(people, "id % 2 = 0", "word", "since", "an age");
        InputSample.Part compared = part(people, "id % 3 = 0", "an age", "word");
        InputSample sample = new InputSample(Optional.of(sliced), Optional.of(compared));
        String path = folder.resolve("rows").toString();

        people.select(col("id"), sample.column().orElseThrow().as(InputSample.NAME))
                .write()
                .format("delta")
                .save(path);
        Dataset<Row> read = spark.read().format("delta").load(path);
        InputSample found = InputSample.of(read);

        assertThat(values(read, found.sliced().orElseThrow())).isEqualTo(values(people, sliced));
        assertThat(values(read, found.compared().orElseThrow())).isEqualTo(values(people, compared));
        assertThat(read.where(InputSample.NAME + " is null").count()).isEqualTo(13);
    }

    @Test
    void isNothingWhereNobodyAsks(SparkSession spark) {
        assertThat(InputSample.NONE.column()).isEmpty();
        assertThat(InputSample.of(people(spark))).isEqualTo(InputSample.NONE);
    }

    @Test
    void holdsWhatOneAuditAskedFor(SparkSession spark) {
        Dataset<Row> people = people(spark);
        InputSample.Part compared = part(people, "id < 9", "word");
        InputSample sample = new InputSample(Optional.empty(), Optional.of(compared));

        Dataset<Row> laid =
                people.select(col("id"), sample.column().orElseThrow().as(InputSample.NAME));
        InputSample found = InputSample.of(laid);

        assertThat(found.sliced()).isEmpty();
        assertThat(values(laid, found.compared().orElseThrow())).isEqualTo(values(people, compared));
    }
}
