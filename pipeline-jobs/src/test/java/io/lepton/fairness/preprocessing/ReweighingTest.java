package io.lepton.fairness.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Mitigation;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ReweighingTest {
    private static final StructType COLUMNS = new StructType()
            .add("the group.", DataTypes.StringType)
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType);

    private final SparkSession spark = LocalSpark.session();

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS);
    }

    private Dataset<Row> rows(Map<String, Integer> counts) {
        List<Row> rows = new ArrayList<>();
        counts.forEach((cell, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(RowFactory.create(cell.substring(0, 1), cell.endsWith("+") ? 1.0 : 0.0, 1.0));
            }
        });
        return rows(rows);
    }

    private static Map<String, Double> weights(ReweighingModel model) {
        return model.weights().stream()
                .collect(Collectors.toMap(cell -> cell.group() + " " + cell.label(), ReweighingModel.Cell::weight));
    }

    /** Golden: the toy of Kamiran and Calders (male 4 of 5 positive, female 2 of 5), by their formula. */
    @Test
    void givesTheWeightsOfKamiranAndCaldersToy() {
        Dataset<Row> toy = rows(Map.of("m+", 4, "m-", 1, "f+", 2, "f-", 3));

        ReweighingModel model = new Reweighing().setProtectedCols("the group.").fit(toy);

        assertThat(weights(model).get("f 1")).isCloseTo(1.5, within(1e-12));
        assertThat(weights(model).get("f 0")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(weights(model).get("m 1")).isCloseTo(.75, within(1e-12));
        assertThat(weights(model).get("m 0")).isCloseTo(2, within(1e-12));
    }

    /** Golden: counts of Adult's training file (at most 50K / above: female 9592 / 1179, male 15128 / 6662), weights computed from them. */
    @Test
    void givesTheWeightsOfAdult() {
        Dataset<Row> adult = spark.createDataFrame(
                List.of(
                        RowFactory.create("Female", 0.0, 9592.0),
                        RowFactory.create("Female", 1.0, 1179.0),
                        RowFactory.create("Male", 0.0, 15128.0),
                        RowFactory.create("Male", 1.0, 6662.0)),
                COLUMNS);

        ReweighingModel model = new Reweighing()
                .setProtectedCols("the group.")
                .setWeightCol("weight")
                .fit(adult);

        assertThat(weights(model).get("Female 1")).isCloseTo(2.1999659, within(1e-6));
        assertThat(weights(model).get("Female 0")).isCloseTo(.8525063, within(1e-6));
        assertThat(weights(model).get("Male 1")).isCloseTo(.7876374, within(1e-6));
        assertThat(weights(model).get("Male 0")).isCloseTo(1.0935193, within(1e-6));
    }

    @Property(tries = 8)
    void labelsDoNotDependOnGroupsInTheWeightedRowsAndTotalsStay(@ForAll long seed) {
        Random random = new Random(seed);
        List<Row> drawn = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int group = random.nextInt(4);
            drawn.add(RowFactory.create(
                    group == 3 ? null : "g" + group,
                    (double) Math.min(2, random.nextInt(3 + group)),
                    random.nextDouble() + .01));
        }
        Dataset<Row> rows = rows(drawn);

        Dataset<Row> weighed = new Reweighing()
                .setProtectedCols("the group.")
                .setWeightCol("weight")
                .fit(rows)
                .transform(rows);

        List<Row> cells = weighed.groupBy(functions.expr("coalesce(`the group.`, 'none') g"), functions.col("label"))
                .agg(functions.sum("fairWeight"), functions.sum("weight"))
                .collectAsList();
        double total = cells.stream().mapToDouble(cell -> cell.getDouble(3)).sum();
        assertThat(cells.stream().mapToDouble(cell -> cell.getDouble(2)).sum()).isCloseTo(total, within(1e-9 * total));
        for (Row cell : cells) {
            double group = cells.stream()
                    .filter(other -> other.getString(0).equals(cell.getString(0)))
                    .mapToDouble(other -> other.getDouble(3))
                    .sum();
            double label = cells.stream()
                    .filter(other -> other.getDouble(1) == cell.getDouble(1))
                    .mapToDouble(other -> other.getDouble(3))
                    .sum();
            assertThat(cell.getDouble(2)).isCloseTo(group * label / total, within(1e-9 * total));
        }
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo() throws Exception {
        Path folder = Files.createTempDirectory("reweighing");

        StageChecks.honoursTheContract(
                new Reweighing().setProtectedCols("the group.", "weight").setOutputCol("w"),
                rows(Map.of("m+", 4, "m-", 1, "f+", 2, "f-", 3)),
                folder);
    }

    @Test
    void leavesRowsToBeScoredAsTheyAre() {
        ReweighingModel model =
                new Reweighing().setProtectedCols("the group.").fit(rows(Map.of("m+", 4, "m-", 1, "f+", 2, "f-", 3)));
        Dataset<Row> toScore = spark.range(3).toDF();

        assertThat(model.transform(toScore).collectAsList()).isEqualTo(toScore.collectAsList());
        assertThat(model.needsProtectedAttribute()).isFalse();
        assertThat(model.family()).isEqualTo(Mitigation.Family.BEFORE_TRAINING);
    }

    @Test
    void failsAtRowsOfUnseenGroupsOrKeepsThemAsItIsTold() {
        ReweighingModel model =
                new Reweighing().setProtectedCols("the group.").fit(rows(Map.of("m+", 4, "m-", 1, "f+", 2)));
        Dataset<Row> unseenGroup = rows(Map.of("x+", 1));
        Dataset<Row> unseenTogether = rows(Map.of("f-", 1));

        assertThatThrownBy(() -> model.transform(unseenGroup).collectAsList())
                .hasStackTraceContaining("Cannot repair a row of group 'x' of the group.: no row of it was seen");
        assertThatThrownBy(() -> model.transform(unseenTogether).collectAsList())
                .hasStackTraceContaining("Cannot weigh a row of label '0': no row of its group and label was seen");
        model.setHandleInvalid("keep");
        assertThat(model.transform(unseenGroup.union(unseenTogether))
                        .select("fairWeight")
                        .collectAsList())
                .containsOnly(RowFactory.create(1.0));
    }

    @Test
    void refusesWhatItCannotWeigh() {
        Reweighing reweighing = new Reweighing().setProtectedCols("the group.").setWeightCol("weight");

        assertThatThrownBy(() -> new Reweighing().fit(rows(Map.of("m+", 1))))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("is not set. Name the columns that tell a row's group.");
        assertThatThrownBy(() -> reweighing.setProtectedCols("sex").transformSchema(COLUMNS))
                .hasMessage(
                        "Cannot read column 'sex' (protectedCols): it does not exist. Name one of the group., label, weight.");
        reweighing.setProtectedCols("the group.");
        assertThatThrownBy(() -> reweighing.fit(rows(List.of())))
                .hasMessage("Cannot weigh rows: there are none. Check the filters before this stage.");
        assertThatThrownBy(() -> reweighing.fit(rows(List.of(RowFactory.create("m", 1.0, -1.0)))))
                .hasMessage("Cannot weigh rows: column 'weight' is missing or negative in 1 rows of group 'm'."
                        + " Leave them out or mend them.");
        assertThatThrownBy(() -> reweighing.fit(rows(List.of(RowFactory.create("m", null, 1.0)))))
                .hasMessage(
                        "Cannot weigh rows: column 'label' is missing in rows of group 'm'. Leave them out of the training rows.");
        assertThatThrownBy(() -> reweighing.setOutputCol("weight").transformSchema(COLUMNS))
                .hasMessageContaining("Cannot add column 'weight' (outputCol): it exists already.");
    }
}
