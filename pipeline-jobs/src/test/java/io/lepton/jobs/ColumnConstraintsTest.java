package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.TransformMethod;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TreeConstraints;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class ColumnConstraintsTest {
    private final ColumnConstraints constraints;

    ColumnConstraintsTest(SparkSession spark) {
        FittedFeatures features = new FeaturePlan(List.of(
                        new ColumnTransform("job", TransformMethod.ONE_HOT, 2, 1),
                        new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("debt", TransformMethod.BUCKET, 2, 1)))
                .fit(spark.sql("select stack(3, 'a', 1, 2, 'b', 2, 3, 'c', 5, 9) as (job, age, debt)"));
        this.constraints = new ColumnConstraints(features);
    }

    @Test
    void columnsBecomeAllTheFeaturesThatAreMadeOfThem() {
        TreeConstraints found = constraints.of(settings(
                Map.of("age", Train.Direction.INCREASING, "debt", Train.Direction.DECREASING),
                List.of(List.of("job", "debt"), List.of("age"))));

        assertThat(found)
                .isEqualTo(new TreeConstraints(List.of(0, 0, 0, 1, -1), List.of(List.of(0, 1, 2, 4), List.of(3))));
        assertThat(constraints.of(settings(Map.of(), List.of()))).isEqualTo(TreeConstraints.none());
    }

    @Test
    void constraintsFollowColumnsThatBecomeOneFeature() {
        Train.XgBoost settings = new Train.XgBoost(
                10,
                3,
                0.3,
                1,
                1,
                1,
                1,
                0,
                Train.ExternalMemory.AUTO,
                Train.TreeCategories.NATIVE,
                Map.of("debt", Train.Direction.DECREASING),
                List.of(List.of("job", "debt"), List.of("age")));

        assertThat(constraints.groups(settings).places()).containsExactly(2, 2, 2, 0, 1);
        assertThat(constraints.groups(settings).categories()).containsExactly(2);
        assertThat(constraints.of(settings))
                .isEqualTo(new TreeConstraints(List.of(0, -1, 0), List.of(List.of(2, 1), List.of(0))));
    }

    @Test
    void refusesColumnsThatHaveNoOrderOrAreNoFeatures() {
        assertThatThrownBy(() -> constraints.of(settings(Map.of("job", Train.Direction.INCREASING), List.of())))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot train xgboost with train.models.xgboost.monotone.job: the column holds categories,"
                        + " text or dates, which have no order that predictions could follow. Take it out of monotone,"
                        + " or make it a number.");
        assertThatThrownBy(() -> constraints.of(settings(Map.of(), List.of(List.of("aeg", "job")))))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot train xgboost with train.models.xgboost.interactions: column 'aeg' is no feature."
                        + " Did you mean 'age'? Features are made of: job, age, debt.");
    }

    private static Train.XgBoost settings(Map<String, Train.Direction> monotone, List<List<String>> interactions) {
        return new Train.XgBoost(
                10,
                3,
                0.3,
                1,
                1,
                1,
                1,
                0,
                Train.ExternalMemory.AUTO,
                Train.TreeCategories.ONE_HOT,
                monotone,
                interactions);
    }
}
