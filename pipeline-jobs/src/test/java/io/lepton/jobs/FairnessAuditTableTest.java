package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.ClassNames;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.GroupMetrics;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class FairnessAuditTableTest {
    private static final String REASON = "auc of all rows is 0.7; the gate asks for at least 0.8.";

    private static Dataset<Row> rows(SparkSession spark) {
        GroupMetrics all = new GroupMetrics(
                "overall", "all", 900, true, false, Map.of("selection_rate", .5), Map.of(), Optional.empty(), Set.of());
        GroupMetrics few =
                new GroupMetrics("ward", "north", 10, false, true, Map.of(), Map.of(), Optional.empty(), Set.of());
        Gate gate = new Gate("auc", Optional.of(.8), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);
        return new FairnessAuditTable("night", "wards", OptionalInt.of(3), new ClassNames(List.of("a", "b", "c")))
                .rows(
                        spark,
                        new FairnessReport(all, List.of(few), List.of()),
                        List.of(new GateDecision(gate, "overall", .7, false, REASON)),
                        Optional.empty());
    }

    @Test
    void aWithheldGroupHasARowThatTellsNoMoreThanThatItIsThere(SparkSession spark) {
        assertThat(rows(spark)
                        .where("kind = 'group'")
                        .select("model_version", "attributes", "group_name", "judged", "rows", "metric", "value")
                        .collectAsList())
                .containsExactly(RowFactory.create(3, "ward", "north", false, null, null, null));
    }

    @Test
    void eachFigureTellsHowManyRowsItIsOfAndOfWhichClass(SparkSession spark) {
        GroupMetrics some = new GroupMetrics(
                "ward",
                "south",
                900,
                true,
                false,
                Map.of("selection_rate", .5, "recall", .25, "recall_of_2", .75),
                Map.of(),
                Optional.of(new GroupMetrics.Labelled(12, false, false)),
                Set.of());

        assertThat(new FairnessAuditTable("night", "wards", OptionalInt.of(3), new ClassNames(List.of("a", "b", "c")))
                        .rows(spark, new FairnessReport(some, List.of(), List.of()), List.of(), Optional.empty())
                        .select("metric", "class_name", "rows", "judged")
                        .collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create("selection_rate", null, 900L, true),
                        RowFactory.create("recall", null, 12L, false),
                        RowFactory.create("recall_of_2", "c", 12L, false));
    }

    @Test
    void aGateTellsItsReasonAlsoInATableThatHadNone(SparkSession spark, @TempDir Path folder) {
        String table = folder.resolve("fairness").toString();
        rows(spark).drop("reason").write().format("delta").save(table);

        rows(spark)
                .write()
                .format("delta")
                .mode("append")
                .option("mergeSchema", true)
                .save(table);

        assertThat(spark.read()
                        .format("delta")
                        .load(table)
                        .where("kind = 'gate'")
                        .select("reason")
                        .collectAsList())
                .containsExactlyInAnyOrder(RowFactory.create((Object) null), RowFactory.create(REASON));
    }
}
