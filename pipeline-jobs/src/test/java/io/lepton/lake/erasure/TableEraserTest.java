package io.lepton.lake.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.MetadataChangedException;
import io.lepton.lake.Lake;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

@ExtendWith(LocalSpark.class)
class TableEraserTest {
    private static final UDF1<Long, Boolean> IS_SEVEN = id -> id == 7;
    private static final Column SEVEN = udf(IS_SEVEN, DataTypes.BooleanType).apply(col("id"));

    /** How the SHA-256 of 7 and 8 begin: texts that no compression hides. */
    private static final String SEVENS = "7902699be42c8a8e46fbbb4501726517";

    private static final String EIGHTS = "2c624232cdd221771294dfbb310aca00";

    @TempDir
    private Path folder;

    @Test
    void rewritesOnlyFilesThatHoldSuchRowsAndKeepsTheRest(SparkSession spark) {
        Lake lake = new Lake(spark, folder.toString());
        lake.append(spark.range(0, 5).toDF(), "t", new WriteId("r", "1"));
        Set<String> without = files(lake);
        lake.append(spark.range(5, 10).toDF(), "t", new WriteId("r", "2"));
        TableEraser eraser = new TableEraser(spark, lake);

        eraser.delete("t", SEVEN);
        ErasedTable erased = eraser.forgetHistory("t");
        eraser.settle(erased);

        assertThat(files(lake)).containsAll(without);
        assertThat(erased.rows()).isOne();
        assertThat(erased.files()).hasSize(1).doesNotContainAnyElementsOf(without);
        assertThat(lake.read("t").as(org.apache.spark.sql.Encoders.LONG()).collectAsList())
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 8L, 9L);
        assertThat(lake.standIn(new TableVersion("t", 0)).version()).isEqualTo(erased.version());
        assertThat(eraser.forgetHistory("t").version())
                .as("once it is done nothing is done again")
                .isEqualTo(lake.version("t"))
                .isEqualTo(erased.version());
    }

    @Test
    void deletesChangeDataAndFilesWithDeletionVectors(SparkSession spark) throws IOException {
        Lake lake = new Lake(spark, folder.toString());
        lake.append(spark.range(0, 10).selectExpr("id", "sha2(string(id), 256) name"), "t", new WriteId("r", "1"));
        String table = "delta.`" + lake.pathOf("t") + "`";
        spark.sql("ALTER TABLE " + table
                + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.enableChangeDataFeed' = 'true')");
        spark.sql("DELETE FROM " + table + " WHERE id = 8");
        assertThat(filesHolding(SEVENS)).isNotEmpty();
        assertThat(filesHolding(EIGHTS)).isNotEmpty();
        TableEraser eraser = new TableEraser(spark, lake);

        eraser.delete("t", SEVEN);
        eraser.settle(eraser.forgetHistory("t"));

        assertThat(filesHolding(SEVENS)).as("the deleted row").isEmpty();
        assertThat(filesHolding(EIGHTS))
                .as("a row that a vector had hidden before")
                .isEmpty();
        assertThat(lake.read("t").count()).isEqualTo(8);
    }

    @Test
    void letsNobodyCommitWhoBeganBefore(SparkSession spark) {
        Lake lake = new Lake(spark, folder.toString());
        lake.append(spark.range(0, 10).toDF(), "t", new WriteId("r", "1"));
        OptimisticTransaction before = DeltaLog.forTable(spark, new org.apache.hadoop.fs.Path(lake.pathOf("t")))
                .startTransaction();
        TableEraser eraser = new TableEraser(spark, lake);

        eraser.delete("t", SEVEN);
        eraser.forgetHistory("t");

        assertThatThrownBy(() -> before.commit(
                        JavaConverters.asScalaBuffer(List.<Action>of()).toSeq(), new DeltaOperations.ManualUpdate$()))
                .isInstanceOf(MetadataChangedException.class);
    }

    private static Set<String> files(Lake lake) {
        return Arrays.stream(lake.read("t").inputFiles())
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private List<String> filesHolding(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
