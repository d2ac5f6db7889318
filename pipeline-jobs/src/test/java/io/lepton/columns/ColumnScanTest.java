package io.lepton.columns;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.RowToColumnarExec;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ColumnScanTest {
    private static final int TEXTS = 5;

    /** Texts and numbers of one column and of several, of fields of structures that may be missing, and of none. */
    private static final Column[] COMPUTED = {
        col("word"),
        expr("case when age < 30 then 'young' when age is null then '?' else 'old' end"),
        expr("concat(word, '/', age)"),
        expr("within.word"),
        expr("upper(region)"),
        col("plain"),
        expr("double(age)"),
        expr("double(real)"),
        expr("double(big)"),
        expr("double(truth)"),
        expr("if(word = 'w3', 1D, 0D)"),
        expr("plain * age"),
        expr("within.number"),
        expr("double(perhaps.number)"),
        expr("1D")
    };

    /** Rows of words and numbers, some of which are missing; {@code plain} has too many values for a dictionary. */
    private static Dataset<Row> rows(SparkSession spark) {
        return spark.range(0, 1_500, 1, 2)
                .selectExpr(
                        "id",
                        "if(id % 11 = 0, null, concat('w', id % 7)) as word",
                        "if(id % 13 = 0, null, cast(17 + id % 70 as int)) as age",
                        "if(id % 17 = 0, null, xxhash64(id) / 1e18D) as plain",
                        "cast(id % 5 / 4 as float) as real",
                        "xxhash64(id, 1) as big",
                        "id % 3 = 0 as truth",
                        "named_struct('word', concat('v', id % 3), 'number', if(id % 19 = 0, null, id / 3D)) as within",
                        "if(id % 23 = 0, null, named_struct('number', cast(id % 4 as int))) as perhaps",
                        "concat('r', id % 2) as region");
    }

    @Test
    void tablesSayWhatTheirRowsSay(SparkSession spark, @TempDir Path folder) {
        String parquet = folder.resolve("parquet").toString();
        rows(spark).write().partitionBy("region").parquet(parquet);
        String delta = folder.resolve("delta").toString();
        rows(spark).write().format("delta").save(delta);
        // Plans that are interpreted read rows.
        SparkSession compiled = spark.newSession();
        compiled.conf().set("spark.sql.codegen.wholeStage", true);
        compiled.conf().set("spark.sql.parquet.columnarReaderBatchSize", 200);

        for (Function<SparkSession, Dataset<Row>> table : List.<Function<SparkSession, Dataset<Row>>>of(
                session -> session.read().parquet(parquet),
                session -> session.read()
                        .format("delta")
                        .load(delta)
                        .where("age > 40 and word is not null and plain * age > 0"),
                session -> session.read()
                        .format("delta")
                        .load(delta)
                        .withColumn("age", expr("age + 1"))
                        .where("age > 40"),
                session -> session.read().parquet(parquet).where("age < 0"))) {
            // Delta asks the active session.
            SparkSession.setActiveSession(compiled);
            Dataset<Row> batches = table.apply(compiled).select(COMPUTED);
            SparkSession.setActiveSession(spark);
            assertThat(ScanPlan.of(batches.queryExecution().executedPlan()).scan())
                    .isNotInstanceOf(RowToColumnarExec.class);
            requireSame(batches, table.apply(spark).select(COMPUTED));
        }
        Column[] columns = {
            col("within"),
            expr("named_struct('grown', age > 40, 'word', word)"),
            col("word"),
            col("age"),
            expr("string(age)"),
            expr("within.number"),
            col("region"),
            col("word").as("again"),
            expr("plain * 2")
        };
        Dataset<Row> batched = compiled.read().parquet(parquet);
        requireSameRows(batched.select(columns), 2);
        requireSameRows(batched.where("age > 40 and word < 'w4'").select(columns), 2);
        requireSameRows(batched.select(columns), columns.length);
        requireSameRows(batched.select(columns).limit(300), 2);
    }

    @Test
    void rowsOfAnyPlanAreReadToo(SparkSession spark, @TempDir Path folder) {
        String deleted = folder.resolve("deleted").toString();
        rows(spark)
                .write()
                .format("delta")
                .option("delta.enableDeletionVectors", "true")
                .save(deleted);
        spark.sql("delete from delta.`" + deleted + "` where id % 10 = 3");

        for (Dataset<Row> rows : List.of(
                spark.read().format("delta").load(deleted),
                rows(spark).withColumn("plain", expr("plain + rand(7)")),
                rows(spark).join(rows(spark).select("id").where("id % 2 = 0"), "id"))) {
            requireSame(rows.select(COMPUTED), rows.select(COMPUTED));
        }
    }

    /** @param passed so many columns are passed on as rows, the others are looked at */
    private static void requireSameRows(Dataset<Row> rows, int passed) {
        List<UnsafeRow> expected = new ArrayList<>();
        for (InternalRow row : rows.queryExecution().executedPlan().executeCollect()) {
            expected.add((UnsafeRow) row);
        }

        StructType schema = rows.schema();

        List<UnsafeRow> found = RowBatches.of(rows, new ColumnRoles(passed, 0))
                .map(batches -> copied(batches, schema))
                .collect();

        assertThat(found).containsExactlyElementsOf(expected);
    }

    private static Iterator<UnsafeRow> copied(Iterator<RowBatch> batches, StructType schema) {
        List<UnsafeRow> rows = new ArrayList<>();
        UnsafeProjection together = UnsafeProjection.create(schema);
        batches.forEachRemaining(batch -> {
            ColumnarBatch columns = new ColumnarBatch(batch.columns(), Integer.MAX_VALUE);
            for (int row = 0; row < batch.rows(); row++) {
                InternalRow looked = columns.getRow(batch.places()[row]);
                rows.add(
                        together.apply(new JoinedRow(batch.passed(row), looked)).copy());
            }
        });
        return rows.iterator();
    }

    private static void requireSame(Dataset<Row> computed, Dataset<Row> reference) {
        List<String> found =
                ColumnScan.of(computed).mapBlocks(ColumnScanTest::written).collect();
        List<String> counted = RowBatches.of(computed, new ColumnRoles(0, COMPUTED.length))
                .map(batches -> written(counted(batches)))
                .collect();

        List<String> expected = new ArrayList<>();
        for (Row row : reference.collectAsList()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < COMPUTED.length; i++) {
                values.add(row.isNullAt(i) ? i < TEXTS ? "none" : Double.NaN : row.get(i));
            }
            expected.add(values.toString());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(counted).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Iterator<ColumnBlock> counted(Iterator<RowBatch> batches) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public ColumnBlock next() {
                return batches.next().counted();
            }
        };
    }

    private static Iterator<String> written(Iterator<ColumnBlock> blocks) {
        List<String> rows = new ArrayList<>();
        blocks.forEachRemaining(block -> {
            List<List<Object>> values = new ArrayList<>();
            for (int row = 0; row < block.rows(); row++) {
                values.add(new ArrayList<>());
            }
            for (int column = 0; column < COMPUTED.length; column++) {
                int[] codes = column < TEXTS ? block.codes(column) : null;
                double[] numbers = column < TEXTS ? null : block.numbers(column);
                for (int row = 0; row < block.rows(); row++) {
                    values.get(row)
                            .add(
                                    codes == null
                                            ? (Object) numbers[row]
                                            : codes[row] < 0 ? "none" : block.text(column, codes[row]));
                }
            }
            values.forEach(row -> rows.add(row.toString()));
        });
        return rows.iterator();
    }
}
