package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Mitigation;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.fairness.postprocessing.thresholds.GroupRule;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdOptimizerTest {
    private final SparkSession spark = LocalSpark.session();

    private static ThresholdOptimizer optimizer(String constraint) {
        return new ThresholdOptimizer()
                .setProtectedCols("the group.")
                .setConstraint(constraint)
                .setScoreCol("score")
                .setKeyCols("id");
    }

    private Dataset<Row> random(long seed, int rows) {
        return ScoredRows.of(spark, ScoredRows.random(seed, rows, 3, 3)).repartition(3);
    }

    /** Golden: Fairlearn's example 1 and its selection probabilities under demographic parity (grid of 1000, flip). */
    @Test
    void givesFairlearnsSelectionProbabilitiesRowByRow() {
        String groups = "AAAAAAABBBBBBBCCCCCC";
        String labels = "01101000010111000111";
        String scores = "00112330001111011112";
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(ScoredRows.row(i, groups.substring(i, i + 1), scores.charAt(i) - '0', labels.charAt(i) - '0', 1));
        }
        Dataset<Row> people = ScoredRows.of(spark, rows);

        ThresholdOptimizerModel model =
                optimizer("demographic_parity").setFlip(true).setGridSize(1000).fit(people);

        double[] expectedOfA = {.8008, .8008, .8008, 0};
        double[] expectedOfB = {.00133333333333, 1};
        double[] expectedOfC = {0, .608, 1};
        for (Row row : model.transform(people).collectAsList()) {
            int score = (int) row.getDouble(2);
            double[] expected =
                    switch (row.getString(1)) {
                        case "A" -> expectedOfA;
                        case "B" -> expectedOfB;
                        default -> expectedOfC;
                    };
            assertThat(row.<Double>getAs("selectionProbability")).isCloseTo(expected[score], within(1e-6));
            assertThat(model.selectionProbability(row.getString(1), score)).isCloseTo(expected[score], within(1e-6));
        }
    }

    @Property(tries = 4)
    void expectedRatesOfTheRowsThatItWasFittedOnAreTheSameInAllGroups(@ForAll long seed) {
        Dataset<Row> rows = random(seed, 600);

        Dataset<Row> odds =
                optimizer("equalized_odds").setPredictionCol("").fit(rows).transform(rows);
        Dataset<Row> parity =
                optimizer("demographic_parity").setPredictionCol("").fit(rows).transform(rows);

        for (Dataset<Row> same : List.of(odds.where("label = 1"), odds.where("label = 0"), parity)) {
            List<Row> rates = same.groupBy("`the group.`")
                    .agg(avg("selectionProbability"))
                    .collectAsList();
            assertThat(rates).hasSize(3).allSatisfy(rate -> assertThat(rate.getDouble(1))
                    .isCloseTo(rates.get(0).getDouble(1), within(1e-9)));
        }
    }

    @Test
    void weighsRowsByTheirWeightAndReadsVectors() {
        Dataset<Row> once = random(1, 400).withColumn("weight", expr("double(id % 4)"));
        Dataset<Row> repeated =
                once.withColumn("copy", expr("explode(sequence(1, 3))")).where("copy <= weight");

        List<GroupRule> weighted = optimizer("true_positive_rate_parity")
                .setScoreCol("probability")
                .setWeightCol("weight")
                .fit(once)
                .rules();

        assertThat(weighted)
                .isEqualTo(optimizer("true_positive_rate_parity").fit(repeated).rules());
    }

    /** Lots of 20,000 rows: shares of the selected are the expected ones within four standard errors. */
    @Test
    void drawsTheSameLotsHoweverRowsAreDividedAndSelectsAsManyAsExpected() {
        Dataset<Row> rows = random(2, 20_000);
        ThresholdOptimizerModel model = optimizer("equalized_odds").fit(rows);

        Dataset<Row> decided = model.transform(rows).cache();
        Dataset<Row> anew = model.transform(rows.repartition(5, col("score")));

        assertThat(model.rules()).anyMatch(GroupRule::randomizes);
        assertThat(decided.select("id", "fairPrediction")
                        .exceptAll(anew.select("id", "fairPrediction"))
                        .count())
                .isZero();
        for (Row group : decided.groupBy("`the group.`")
                .agg(
                        expr("sum(fairPrediction - selectionProbability)"),
                        expr("sum(selectionProbability * (1 - selectionProbability))"))
                .collectAsList()) {
            assertThat(group.getDouble(1)).isCloseTo(0, within(4 * Math.sqrt(group.getDouble(2)) + 1e-9));
        }
        model.setSeed(43);
        assertThat(model.transform(rows).agg(expr("sum(fairPrediction)")).head())
                .isNotEqualTo(decided.agg(expr("sum(fairPrediction)")).head());
    }

    @Test
    void manyDistinctScoresLoseLittleByBins() {
        Dataset<Row> rows =
                ScoredRows.of(spark, ScoredRows.random(3, 20_000, 2, 12)).cache();
        String accuracy = "avg(if(label = 1, selectionProbability, 1 - selectionProbability))";
        ThresholdOptimizer exact = optimizer("equalized_odds").setPredictionCol("");

        Dataset<Row> binned =
                exact.copy(new ParamMap()).setMaxBins(256).fit(rows).transform(rows);

        double best = exact.fit(rows).transform(rows).agg(expr(accuracy)).head().getDouble(0);
        assertThat(binned.agg(expr(accuracy)).head().getDouble(0)).isBetween(best - .005, best + 1e-9);
        List<Row> rates = binned.where("label = 1")
                .groupBy("`the group.`")
                .agg(avg("selectionProbability"))
                .collectAsList();
        assertThat(rates.get(0).getDouble(1)).isCloseTo(rates.get(1).getDouble(1), within(1e-9));
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(
                optimizer("equalized_odds").setFlip(true).setTolerance(.05).setSeed(7), random(4, 200), folder);
    }

    @Test
    void leavesRowsWithoutScoreUndecidedAndKeepsUnseenGroupsAsItIsTold() {
        ThresholdOptimizerModel model = optimizer("demographic_parity").fit(random(5, 200));
        Dataset<Row> without = random(6, 20).withColumn("score", expr("if(id % 2 = 0, null, double('NaN'))"));
        Dataset<Row> unseen = random(6, 20).withColumn("the group.", lit("else"));

        assertThat(model.transform(without)
                        .where("selectionProbability is null and fairPrediction is null")
                        .count())
                .isEqualTo(20);
        assertThatThrownBy(() -> model.transform(unseen).collectAsList())
                .hasStackTraceContaining("Cannot repair a row of group 'else' of the group.");
        model.setHandleInvalid("keep");
        assertThat(model.transform(unseen)
                        .where("fairPrediction = if(score > 0.5, 1, 0)")
                        .count())
                .isEqualTo(20);
        assertThat(model.needsProtectedAttribute()).isTrue();
        assertThat(model.family()).isEqualTo(Mitigation.Family.AFTER_TRAINING);
    }

    @Test
    void refusesBeforeItReads() {
        assertThatThrownBy(() ->
                        new ThresholdOptimizer().setProtectedCols("the group.").transformSchema(ScoredRows.COLUMNS))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot draw lots: keyCols of thresholdOptimizer");
        assertThatThrownBy(() ->
                        optimizer("equalized_odds").setScoreCol("the group.").transformSchema(ScoredRows.COLUMNS))
                .hasMessage("Cannot read column 'the group.' (scoreCol): it is string."
                        + " It must be a number, or a vector of two probabilities.");
        assertThatThrownBy(() -> optimizer("equalized_odds")
                        .setObjective("selection_rate")
                        .transformSchema(ScoredRows.COLUMNS))
                .hasMessageContaining("Choose accuracy or balanced_accuracy.");
        assertThatThrownBy(() -> optimizer("fairness")).hasMessageContaining("constraint given invalid value fairness");
    }

    @Test
    void refusesRowsThatItCannotCount() {
        Dataset<Row> rows = random(7, 30)
                .withColumn("score", expr("if(id = 0, null, score)"))
                .withColumn("label", expr("if(id in (1, 2), 2, label)"))
                .withColumn("weight", expr("if(id = 3, -1, weight)"));

        assertThatThrownBy(
                        () -> optimizer("equalized_odds").setWeightCol("weight").fit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot fit a repair of scores: 1 rows have no finite score, 2 no label of 0 or 1, 1 a weight that is missing,"
                                + " negative or infinite. Leave them out of the rows that it is fitted on.");
        assertThatThrownBy(() -> optimizer("equalized_odds").fit(rows.limit(0)))
                .hasMessageContaining("there are no rows of positive weight");
        assertThatThrownBy(() -> new ThresholdOptimizer()
                        .setProtectedCols("id")
                        .setKeyCols("id")
                        .setScoreCol("score")
                        .fit(random(8, 2000)))
                .hasMessage("Cannot repair by id: they make more than 1000 groups."
                        + " Name columns with fewer values, or generalize them first.");
    }
}
