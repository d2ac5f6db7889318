package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(LocalSpark.class)
class AdultTest {
    @Test
    void xgboostReachesThePublishedAreaUnderTheCurveAndStackingIsNoWorse(SparkSession spark) {
        Dataset<Row> rows = AdultRows.of(spark);
        Dataset<Row> training = rows.filter("part > 0").cache();
        Dataset<Row> test = rows.filter("part = 0").cache();
        test.count();
        training.count();
        Map<String, Estimator<?>> models = new LinkedHashMap<>();
        models.put("xgboost", Trees.xgboost(TaskType.BINARY, new XgBoostSettings(120, 6, 0.1, 1, 1, 1, 1)));
        models.put("linear", Linear.of(TaskType.BINARY, new LinearSettings(25, 0.001, 0)));

        try (CrossFitted outOfFold = CrossFitting.fit(models, TaskType.BINARY, training, 2, 42)) {
            Map<String, Quality> outOfFoldQualities = outOfFold.qualities();
            Map<String, Transformer> fitted = CrossFitting.refit(models, training);
            Transformer stacked = StackingEnsemble.of(outOfFold, fitted);
            Transformer voting = VotingEnsemble.of(outOfFold, fitted);
            Quality xgboost = Evaluation.of(fitted.get("xgboost").transform(test), TaskType.BINARY);
            Quality stacking = Evaluation.of(stacked.transform(test), TaskType.BINARY);
            Quality votes = Evaluation.of(voting.transform(test), TaskType.BINARY);

            assertThat(outOfFoldQualities.get("xgboost").primary("auc")).isGreaterThan(0.92);
            assertThat(outOfFoldQualities.get("xgboost").betterThan(outOfFoldQualities.get("linear"), "auc"))
                    .isTrue();
            assertThat(xgboost.primary("auc")).isGreaterThan(0.92);
            assertThat(stacking.primary("auc")).isGreaterThan(xgboost.primary("auc") - 0.002);
            assertThat(votes.primary("auc")).isGreaterThan(xgboost.primary("auc") - 0.002);
        }
    }
}
