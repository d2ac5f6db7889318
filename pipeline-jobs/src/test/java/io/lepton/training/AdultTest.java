package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(LocalSpark.class)
class AdultTest {
    private static final List<String> WORDS =
            List.of("workclass", "marital-status", "occupation", "relationship", "race", "sex", "native-country");
    private static final List<String> NUMBERS =
            List.of("age", "education-num", "capital-gain", "capital-loss", "hours-per-week");

    @Test
    void xgboostReachesThePublishedAreaUnderTheCurveAndStackingIsNoWorse(SparkSession spark) {
        Dataset<Row> rows = adult(spark);
        Dataset<Row> training = rows.filter("part > 0").cache();
        Dataset<Row> test = rows.filter("part = 0").cache();
        test.count();
        training.count();
        Map<String, Estimator<?>> models = new LinkedHashMap<>();
        models.put("xgboost", Trees.xgboost(TaskType.BINARY, new XgBoostSettings(120, 6, 0.1, 1, 1, 1, 1)));
        models.put("random-forest", Trees.randomForest(TaskType.BINARY, new Trees.RandomForestSettings(40, 10, 1)));
        models.put("linear", Linear.of(TaskType.BINARY, new LinearSettings(100, 0.001, 0)));

        try (CrossFitted outOfFold = CrossFitting.fit(models, TaskType.BINARY, training, 3, 42)) {
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

    private static Dataset<Row> adult(SparkSession spark) {
        Dataset<Row> raw = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv("../deploy/data/adult/adult.csv.gz")
                .withColumn("label", functions.expr("cast(`income-per-year` = '>50K' as double)"))
                .withColumn("weight", functions.lit(1.0));
        String[] words = WORDS.toArray(String[]::new);
        String[] indices = WORDS.stream().map(word -> word + "_index").toArray(String[]::new);
        String[] hot = WORDS.stream().map(word -> word + "_hot").toArray(String[]::new);
        List<String> inputs = new ArrayList<>(NUMBERS);
        inputs.addAll(List.of(hot));
        Pipeline encoding = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCols(words).setOutputCols(indices),
            new OneHotEncoder().setInputCols(indices).setOutputCols(hot),
            new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol("features")
        });
        return encoding.fit(raw)
                .transform(raw)
                .select(
                        functions.monotonically_increasing_id().as("row_id"),
                        functions.col("features"),
                        functions.col("label"),
                        functions.col("weight"))
                .withColumn("part", functions.expr("pmod(hash(row_id), 4)"))
                .repartition(2);
    }
}
