package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.fairness.postprocessing.CalibratedEqualizedOddsModel.Mixing;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratedEqualizedOddsTest {
    private final SparkSession spark = LocalSpark.session();

    private static CalibratedEqualizedOdds odds(String constraint) {
        return new CalibratedEqualizedOdds()
                .setProtectedCols("the group.")
                .setScoreCol("score")
                .setKeyCols("id")
                .setCostConstraint(constraint);
    }

    /**
     * Golden, by hand from the paper's formula: of a, two positives of score .9 and two negatives of .1; of b, .7 and .3. Generalized
     * false negative
     * rates are .1 and .3, the base rate's .5: of a (.3 − .1) / (.5 − .1) = one half gets it.
     */
    @Test
    void mixesAsThePaperSays() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean ofA = i < 4;
            double high = ofA ? .9 : .7;
            rows.add(ScoredRows.row(i, ofA ? "a" : "b", i % 2 == 1 ? high : 1 - high, i % 2, 1));
        }
        Dataset<Row> people = ScoredRows.of(spark, rows);

        for (String constraint : List.of("fnr", "fpr", "weighted")) {
            List<Mixing> mixings = odds(constraint).fit(people).mixings();

            assertThat(mixings.get(0).mixingRate()).isCloseTo(.5, within(1e-12));
            assertThat(mixings.get(0).falseNegativeRate()).isCloseTo(.1, within(1e-12));
            assertThat(mixings.get(1).falsePositiveRate()).isCloseTo(.3, within(1e-12));
            assertThat(mixings.get(1).mixingRate()).isZero();
            assertThat(mixings).allMatch(Mixing::reaches);
            assertThat(mixings).extracting(Mixing::baseRate).containsExactly(.5, .5);
        }
    }

    /**
     * What the lots give on average, (1 − rate) · score + rate · base rate, has the same generalized rate in all groups that can have it.
     */
    @Property(tries = 4)
    void generalizedRatesAreTheSameAfter(@ForAll long seed) {
        Dataset<Row> rows = ScoredRows.of(spark, ScoredRows.random(seed, 500, 3, 3));
        for (String constraint : List.of("fpr", "fnr")) {
            CalibratedEqualizedOddsModel model = odds(constraint).fit(rows);
            String mixed = model.mixings().stream()
                    .map(group -> " when '" + group.group() + "' then " + (1 - group.mixingRate()) + "D * score + "
                            + group.mixingRate() * group.baseRate() + "D")
                    .collect(Collectors.joining("", "case `the group.`", " end"));
            List<Double> rates = rows
                    .where("label = " + (constraint.equals("fpr") ? 0 : 1))
                    .groupBy("`the group.`")
                    .agg(expr("avg(" + mixed + ")"))
                    .collectAsList()
                    .stream()
                    .filter(row -> model.mixings().stream()
                            .anyMatch(group -> group.group().equals(row.getString(0)) && group.reaches()))
                    .map(row -> row.getDouble(1))
                    .toList();
            assertThat(rates).isNotEmpty().allSatisfy(rate -> assertThat(rate).isCloseTo(rates.get(0), within(1e-9)));
        }
    }

    /**
     * 40,000 rows: as many get the base rate as the mixing rate says, within four standard errors (.005 · 4), and means stay what they
     * were.
     */
    @Test
    void drawsTheShareThatItFound() {
        Dataset<Row> rows =
                ScoredRows.of(spark, ScoredRows.random(9, 40_000, 2, 3)).cache();
        CalibratedEqualizedOddsModel model = odds("weighted").fit(rows);

        Dataset<Row> mixed = model.transform(rows);

        assertThat(model.mixings()).anyMatch(group -> group.mixingRate() > .05);
        for (Mixing group : model.mixings()) {
            Row found = mixed.where("`the group.` = '" + group.group() + "'")
                    .selectExpr("avg(if(fairScore = " + group.baseRate() + "D, 1.0D, 0.0D))", "avg(fairScore)")
                    .head();
            assertThat(found.getDouble(0)).isCloseTo(group.mixingRate(), within(.02));
            assertThat(found.getDouble(1)).isCloseTo(group.meanScore(), within(.02));
            assertThat(group.meanScore()).isCloseTo(group.baseRate(), within(.02));
        }
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(
                odds("fnr").setSeed(3), ScoredRows.of(spark, ScoredRows.random(1, 200, 3, 3)), folder);
    }

    @Test
    void refusesWhatHasNoCostAndKeepsUnseenGroupsIfItIsTold() {
        Dataset<Row> rows = ScoredRows.of(spark, ScoredRows.random(2, 100, 2, 2));

        assertThatThrownBy(() -> odds("fpr").fit(rows.withColumn("label", lit(1))))
                .isInstanceOf(LeptonException.class)
                .hasMessageStartingWith("Cannot equalize odds: group 'g0' has no negative label.");
        assertThatThrownBy(() -> odds("fpr").fit(rows.withColumn("score", expr("score + 1"))))
                .hasMessageContaining("Calibrate the scores first.");
        assertThatThrownBy(() -> odds("fpr").setKeyCols().transformSchema(rows.schema()))
                .hasMessageContaining("Cannot draw lots");
        CalibratedEqualizedOddsModel model = odds("fpr").fit(rows).setHandleInvalid("keep");
        assertThat(model.transform(rows.withColumn("the group.", lit("else")))
                        .where("fairScore = score")
                        .count())
                .isEqualTo(100);
    }
}
