package io.lepton.features;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beside {@link FittedFeatures#transform}, which reads rows as people do. */
@ExtendWith(LocalSpark.class)
class FeatureWriterTest {
    private static final List<String> NUMBERS =
            List.of("byte", "short", "int", "long", "float", "double", "decimal", "flag", "range");
    private static final List<String> TEXTS = List.of("text", "set", "int");
    private static final List<String> DATES = List.of("date", "time", "local", "day_text");

    private final SparkSession spark;

    FeatureWriterTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> rows(long seed) {
        return spark.range(0, 400, 1, 1)
                .selectExpr("id", "pmod(xxhash64(id, " + seed + "L), 97) as r")
                .selectExpr(
                        "if(r % 11 = 0, null, cast(r as byte)) as byte",
                        "cast(r * 31 as short) as short",
                        "if(r % 7 = 1, null, cast(r % 5 - 2 as int)) as int",
                        "r * 123456789012345L as long",
                        "cast(if(r = 5, 'NaN', if(r = 6, 'Infinity', r / 3)) as float) as float",
                        "if(r = 8, double('-Infinity'), if(r = 9, -0.0D, r * 1e300)) as double",
                        "if(r % 13 = 0, null, cast(r / 8 as decimal(9, 3))) as decimal",
                        "r % 2 = 0 as flag",
                        "case when r % 3 = 0 then concat('[', r, ', ', r + 10, ')') when r % 5 = 0 then 'or so' else string(r) end as range",
                        "case when r % 10 = 0 then null when r % 4 = 0 then '' else concat('größe ', r % 9) end as text",
                        "case when r % 2 = 0 then '{größe 1, \"a, b\"} or missing' else concat('v', r % 4) end as set",
                        "if(r % 6 = 0, null, date_add(date'1971-03-01', cast(r * 200 - 900 as int))) as date",
                        "timestamp_micros(r * 86399999999L - 1) as time",
                        "cast(timestamp_micros(-r * 12345678901L) as timestamp_ntz) as local",
                        "case when r % 3 = 0 then '[2020-01-01, 2020-03-01)' when r % 3 = 1 then '2021-05-06 07:08:09' else 'soon' end as day_text",
                        "repeat(concat('many words of some length ', r, ' '), 4) as long_text")
                // So that no plan holds these expressions once for each time a column is read.
                .localCheckpoint();
    }

    private static List<ColumnTransform> transforms() {
        List<ColumnTransform> transforms = new ArrayList<>();
        for (String column : NUMBERS) {
            transforms.add(new ColumnTransform(column, TransformMethod.PASS, 2, 1));
        }
        transforms.add(new ColumnTransform("decimal", TransformMethod.STANDARDIZE, 2, 1));
        transforms.add(new ColumnTransform("double", TransformMethod.BUCKET, 5, 1));
        for (String column : TEXTS) {
            transforms.add(new ColumnTransform(column, TransformMethod.ONE_HOT, 2, 1));
            transforms.add(new ColumnTransform(column, TransformMethod.HASH, 2, 6));
        }
        for (String column : DATES) {
            transforms.add(new ColumnTransform(column, TransformMethod.DATE_PARTS, 2, 1));
        }
        transforms.add(new ColumnTransform("text", TransformMethod.TF_IDF, 2, 8));
        transforms.add(new ColumnTransform("long_text", TransformMethod.TF_IDF, 2, 8));
        return transforms;
    }

    @Test
    void writesWhatTheTransformationsMakeOfRowsOfAllTypes() {
        FittedFeatures fitted = new FeaturePlan(transforms()).fit(rows(1));
        // Others than those that it was fitted on: with categories and values that it never saw.
        Dataset<Row> rows = rows(2).union(rows(1));
        List<Column> inputs = new ArrayList<>(List.of(col("flag"), col("text")));
        inputs.addAll(FeatureWriter.inputs(fitted));
        Dataset<Row> read = rows.select(inputs.toArray(Column[]::new));

        FeatureWriter writer = FeatureWriter.of(fitted, read.schema(), 2).orElseThrow();
        List<Row> expected = fitted.transform(rows).select("features").collectAsList();

        ColumnarBatch batch = InMemory.columns(read);
        int[] places = IntStream.range(0, batch.numRows()).toArray();
        ColumnVector[] columns =
                IntStream.range(2, batch.numCols()).mapToObj(batch::column).toArray(ColumnVector[]::new);
        FeatureColumns written = new FeatureColumns(new double[writer.features() * 300], 300);
        for (int first = 0; first < places.length; first += 267) {
            Arrays.fill(written.values(), 77);
            int count = Math.min(267, places.length - first);
            writer.begin();
            writer.write(columns, new RowRange(places, first, count), written);
            for (int row = 0; row < 300; row++) {
                List<Float> found = new ArrayList<>();
                for (int i = 0; i < writer.features(); i++) {
                    found.add((float) written.values()[300 * i + row]);
                }
                assertThat(found)
                        .as("%s of row %d", fitted.featureNames(), first + row)
                        .isEqualTo(
                                row < count
                                        ? expected.get(first + row).<Float>getList(0)
                                        : Collections.nCopies(writer.features(), 77f));
            }
        }
        assertThat(places).hasSize(800);
    }

    @Test
    void leavesColumnsOfOtherTypesToTheTransformations() {
        Dataset<Row> rows = spark.sql("select id as number, id % 3 as other from range(50)");
        FittedFeatures fitted =
                new FeaturePlan(List.of(new ColumnTransform("number", TransformMethod.PASS, 2, 1))).fit(rows);
        Dataset<Row> binary = rows.selectExpr("cast(string(number) as binary) as number");

        assertThat(FeatureWriter.of(
                        fitted,
                        binary.select(FeatureWriter.inputs(fitted).toArray(Column[]::new))
                                .schema(),
                        0))
                .isEmpty();
    }
}
