package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.fairness.postprocessing.thresholds.CriticalRegion;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectOptionClassifierTest {
    private final SparkSession spark = LocalSpark.session();

    private static RejectOptionClassifier classifier() {
        return new RejectOptionClassifier().setProtectedCols("the group.").setScoreCol("score");
    }

    /**
     * Golden, by hand: a is selected 3 of 4 times, b 1 of 4. Of the margins 0, .125, .25, .375, .5 the second gives a .75, .9 and b .4,
     * .8: half and
     * half; the accuracy is 6 of 8.
     */
    @Test
    void findsTheMarginThatSelectsBothGroupsAlike() {
        List<Row> rows = new ArrayList<>();
        double[][] scores = {{.1, .6, .75, .9}, {.1, .3, .4, .8}};
        int[][] labels = {{0, 1, 1, 1}, {0, 1, 1, 1}};
        for (int group = 0; group < 2; group++) {
            for (int i = 0; i < 4; i++) {
                rows.add(ScoredRows.row(4 * group + i, group == 0 ? "a" : "b", scores[group][i], labels[group][i], 1));
            }
        }
        Dataset<Row> people = ScoredRows.of(spark, rows);

        RejectOptionModel model =
                classifier().setGridSize(4).setBound(0).setObjective("accuracy").fit(people);

        assertThat(model.region()).isEqualTo(new CriticalRegion(List.of("a"), .5, .125, 0, .75, true));
        assertThat(model.transform(people).select("fairPrediction").collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0);
    }

    /** By brute force over decisions, row by row, for every margin of the grid. */
    @Property(tries = 6)
    void noMarginWithinTheBoundIsBetter(@ForAll long seed) {
        List<Row> people = ScoredRows.random(seed, 150, 2, 2);
        Dataset<Row> rows = ScoredRows.of(spark, people);
        RejectOptionModel model = classifier()
                .setGridSize(20)
                .setBound(.1)
                .setObjective("accuracy")
                .fit(rows);
        CriticalRegion region = model.region();

        double best = 0;
        double least = 1;
        for (int step = 0; step <= 20; step++) {
            double margin = .5 * step / 20;
            double right = 0;
            double[] selected = new double[2];
            double[] all = new double[2];
            for (Row person : people) {
                int group = person.getString(1).charAt(1) - '0';
                boolean inside = step > 0 && person.getDouble(2) >= .5 - margin && person.getDouble(2) <= .5 + margin;
                boolean one = inside ? !region.privileged().contains(person.getString(1)) : person.getDouble(2) > .5;
                right += one == (person.getDouble(3) == 1) ? 1 : 0;
                selected[group] += one ? 1 : 0;
                all[group]++;
            }
            double disparity = Math.abs(selected[0] / all[0] - selected[1] / all[1]);
            least = Math.min(least, disparity);
            best = disparity <= .1 ? Math.max(best, right / people.size()) : best;
        }
        assertThat(region.holds()).isEqualTo(least <= .1);
        if (region.holds()) {
            assertThat(region.objective()).isCloseTo(best, within(1e-12));
        } else {
            assertThat(region.disparity()).isCloseTo(least, within(1e-12));
        }
        Row rates = model.transform(rows)
                .selectExpr(
                        "avg(if(`the group.` = 'g0', fairPrediction, null)) - avg(if(`the group.` = 'g1', fairPrediction, null))",
                        "avg(if(fairPrediction = label, 1.0D, 0.0D))")
                .head();
        assertThat(Math.abs(rates.getDouble(0))).isCloseTo(region.disparity(), within(1e-12));
        assertThat(rates.getDouble(1)).isCloseTo(region.objective(), within(1e-12));
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(
                classifier().setConstraint("equalized_odds").setPrivilegedGroups("g2", "g1"),
                ScoredRows.of(spark, ScoredRows.random(1, 200, 3, 3)),
                folder);
    }

    @Test
    void tellsWhereNoMarginReachesTheBound() {
        Dataset<Row> rows = ScoredRows.of(spark, ScoredRows.random(2, 300, 2, 2));

        CriticalRegion wrongWay =
                classifier().setPrivilegedGroups("g0").setBound(0).fit(rows).region();

        assertThat(wrongWay.holds()).isFalse();
        assertThat(wrongWay.disparity()).isPositive();
    }

    @Test
    void refusesScoresThatAreNoProbabilitiesAndGroupsOfNobody() {
        Dataset<Row> rows = ScoredRows.of(spark, ScoredRows.random(3, 100, 2, 2));

        assertThatThrownBy(() -> classifier().fit(rows.withColumn("score", expr("score * 2 - 1"))))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("probabilities of [0, 1] are needed. Calibrate the scores first.");
        assertThatThrownBy(() -> classifier().setPrivilegedGroups("x").fit(rows))
                .hasMessage("Cannot privilege groups x of which are no rows. Set privilegedGroups to some of g0, g1.");
        RejectOptionModel model = classifier().fit(rows).setHandleInvalid("keep");
        assertThat(model.transform(rows.withColumn("the group.", lit("else")))
                        .where("fairPrediction = if(score > 0.5, 1, 0)")
                        .count())
                .isEqualTo(100);
    }
}
