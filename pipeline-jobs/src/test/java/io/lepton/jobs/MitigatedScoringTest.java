package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.GroupParams;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.postprocessing.DrawnDecision;
import io.lepton.fairness.postprocessing.ThresholdOptimizer;
import io.lepton.fairness.reductions.ExponentiatedGradient;
import io.lepton.fairness.reductions.Moment;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The quick way to score by mitigated models beside the stages of Spark ML. */
@ExtendWith(LocalSpark.class)
class MitigatedScoringTest {
    private static final GroupNaming BY_AGE = new GroupNaming("age", List.of(35.0, 50.0));
    private static final List<String> KEYS = List.of("person");

    @Test
    void scoresAndDecidesAsTheStagesDo(SparkSession spark) {
        Dataset<Row> people = spark.range(0, 600, 1, 2)
                .selectExpr(
                        "id as person", "pmod(xxhash64(id), 1000) / 1000 as u", "pmod(xxhash64(7, id), 60) + 20 as age")
                .withColumn("two", col("u").multiply(60).plus(col("age")).gt(70).cast("int"))
                .localCheckpoint();
        FittedFeatures features = new FeaturePlan(List.of(
                        new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("u", TransformMethod.BUCKET, 5, 1)))
                .fit(people);
        LabelCodec label = new LabelCodec("two", TaskType.BINARY, List.of("0", "1"));
        Dataset<Row> training = ModelBundle.withVectors(label.encode(features.transform(people)))
                .withColumn("weight", lit(1.0))
                .withColumn(MitigatedModel.GROUP, BY_AGE.of(people))
                .cache();
        Estimator<?> learner = Linear.of(TaskType.BINARY, new LinearSettings(8, 0.01, 0));

        Map<String, MitigatedModel> models =
                Map.of("thresholds", thresholds(learner, training), "lots", lots(learner, training));

        models.forEach((name, model) -> {
            ModelBundle bundle = new ModelBundle(
                    features, InputProfile.unknown(), new PipelineModel("b", new Transformer[] {model}), label);
            List<Row> expected = told(bundle.predictByStages(people));
            List<Row> scored = told(bundle.predict(people, KEYS, ScoreNames.USUAL.withRawScore("raw"), List.of()));
            assertThat(bundle.decides()).isTrue();
            assertThat(bundle.protectedAttribute().isPresent()).isEqualTo(name.equals("thresholds"));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(scored.get(i).getLong(0)).isEqualTo(expected.get(i).getLong(0));
                assertThat(scored.get(i).getDouble(1))
                        .as(name)
                        .isCloseTo(expected.get(i).getDouble(1), within(1e-6));
                assertThat(scored.get(i).getString(2))
                        .as(name)
                        .isEqualTo(expected.get(i).getString(2));
            }
            assertThat(scored).hasSize(600);
            assertThat(scored)
                    .as(name)
                    .anyMatch(row -> row.getDouble(1) >= .5 != row.getString(2).equals("1"));
        });
    }

    private static MitigatedModel thresholds(Estimator<?> learner, Dataset<Row> training) {
        Transformer model = (Transformer) learner.fit(training);
        Dataset<Row> predicted = model.transform(training);
        ThresholdOptimizer repair = new ThresholdOptimizer()
                .setConstraint("demographic_parity")
                .setPredictionCol(MitigatedModel.DECISION)
                .setSelectionProbabilityCol("")
                .setKeyCols("person")
                .setProtectedCols(MitigatedModel.GROUP)
                .setScoreCol("probability")
                .setHandleInvalid(GroupParams.KEEP);
        Transformer fitted = repair.fit(predicted.drop("prediction")).setScoreCol(MitigatedModel.SCORE);
        return new MitigatedModel(model, fitted, BY_AGE, KEYS);
    }

    private static MitigatedModel lots(Estimator<?> learner, Dataset<Row> training) {
        Transformer model = new ExponentiatedGradient(learner)
                .setConstraint(Moment.DEMOGRAPHIC_PARITY)
                .setBound(.05)
                .setMaxRounds(4)
                .setGroupCol(MitigatedModel.GROUP)
                .fit(training)
                .setDecision("deterministic")
                .setExpectedDecisionCol(MitigatedModel.EXPECTED);
        DrawnDecision decision = new DrawnDecision()
                .setScoreCol(MitigatedModel.EXPECTED)
                .setPredictionCol(MitigatedModel.DECISION)
                .setKeyCols("person");
        return new MitigatedModel(model, decision, BY_AGE, KEYS);
    }

    private static List<Row> told(Dataset<Row> scored) {
        return scored.orderBy("person").select("person", "score", "prediction").collectAsList();
    }
}
