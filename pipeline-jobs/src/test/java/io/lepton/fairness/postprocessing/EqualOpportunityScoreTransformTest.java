package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualOpportunityScoreTransformTest {
    private final SparkSession spark = LocalSpark.compiling();

    private static EqualOpportunityScoreTransform transform() {
        return new EqualOpportunityScoreTransform()
                .setProtectedCols("the group.")
                .setScoreCol("score");
    }

    private Dataset<Row> random(long seed, int rows) {
        return ScoredRows.of(spark, ScoredRows.random(seed, rows, 3, 9)).repartition(3);
    }

    private static double spread(Dataset<Row> rows, String score, double threshold) {
        List<Row> rates = rows.where("label = 1")
                .groupBy("`the group.`")
                .agg(expr("avg(if(" + score + " > " + threshold + ", 1.0D, 0.0D))"))
                .collectAsList();
        double[] sorted =
                rates.stream().mapToDouble(rate -> rate.getDouble(1)).sorted().toArray();
        return sorted[2] - sorted[0];
    }

    /**
     * Fitted on 30,000 rows: within the sketch's error there, within five standard errors of a rate (.016 of 8,000 positives or so)
     * elsewhere.
     */
    @Test
    void truePositiveRatesAreAlikeAtEveryThresholdAlsoOnOtherRows() {
        Dataset<Row> rows = random(1, 30_000).cache();
        Dataset<Row> others = random(2, 30_000);

        EqualOpportunityScoreModel model = transform().fit(rows);

        Dataset<Row> mapped = model.transform(rows).cache();
        Dataset<Row> mappedOthers = model.transform(others).cache();
        assertThat(spread(rows, "score", .5)).isGreaterThan(.1);
        for (double threshold : new double[] {.1, .3, .5, .7, .9}) {
            assertThat(spread(mapped, "fairScore", threshold)).isLessThan(2.0 / 1000 + .001);
            assertThat(spread(mappedOthers, "fairScore", threshold)).isLessThan(5 * .0065);
        }
        assertThat(mapped.selectExpr("count_if(fairScore < 0 or fairScore > 1)")
                        .head()
                        .getLong(0))
                .isZero();
        assertThat(mapped.selectExpr("`the group.` g", "score", "fairScore")
                        .withColumn("before", expr("lag(fairScore) over (partition by g order by score)"))
                        .where("before > fairScore")
                        .count())
                .isZero();
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(
                transform().setWeightCol("weight").setScoreCol("probability"), random(3, 200), folder);
    }

    @Test
    void keepsMissingScoresMissingAndScoresOfUnseenGroupsIfItIsTold() {
        EqualOpportunityScoreModel model = transform().fit(random(4, 300)).setHandleInvalid("keep");

        assertThat(model.transform(random(5, 20).withColumn("score", expr("double(null)")))
                        .where("fairScore is null")
                        .count())
                .isEqualTo(20);
        assertThat(model.transform(random(5, 20).withColumn("the group.", lit("else")))
                        .where("fairScore = score")
                        .count())
                .isEqualTo(20);
        assertThat(model.needsProtectedAttribute()).isTrue();
    }

    @Test
    void refusesGroupsWithoutPositives() {
        assertThatThrownBy(() -> transform()
                        .fit(random(6, 100).withColumn("label", expr("if(`the group.` = 'g1', 0.0D, label)"))))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot make true positive rates alike: group 'g1' has no positive label. Gather more of its rows, join it with"
                                + " another group, or leave it out.");
    }
}
