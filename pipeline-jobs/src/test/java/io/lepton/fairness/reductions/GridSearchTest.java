package io.lepton.fairness.reductions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class GridSearchTest {

    @Test
    void choosesByTheTradeOffAndIsTheSameAfterLoading(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = BiasedRows.of(spark, 1500, 1).cache();
        LogisticRegression learner = ExponentiatedGradientTest.logistic();
        GridSearch search = new GridSearch(learner)
                .setGroupCol("the group")
                .setConstraint(Moment.DEMOGRAPHIC_PARITY)
                .setGridSize(8)
                .setGridLimit(.6);
        search.save(folder.resolve("search").toString());

        GridSearchModel fair = GridSearch.load(folder.resolve("search").toString())
                .setConstraintWeight(1)
                .fit(rows);
        GridSearchModel accurate = search.setConstraintWeight(0).fit(rows);
        fair.save(folder.resolve("model").toString());
        GridSearchModel loaded = GridSearchModel.load(folder.resolve("model").toString());

        // Two groups and one rate: one multiplier of either sign, seven of them, 0 in the middle.
        assertThat(fair.candidates()).hasSize(7).isEqualTo(accurate.candidates());
        assertThat(fair.candidates().get(3).multipliers()).containsOnly(0.0);
        assertThat(fair.candidates()).allSatisfy(one -> {
            assertThat(one.violation()).isGreaterThanOrEqualTo(fair.best().violation());
            assertThat(one.objective()).isGreaterThanOrEqualTo(accurate.best().objective());
        });
        assertThat(fair.best().violation()).isLessThan(accurate.best().violation() / 2);
        assertThat(accurate.transform(rows).where("prediction <> label").count() / 1500.0)
                .isCloseTo(accurate.best().objective(), within(.03)); // which weighs rows
        assertThat(loaded.candidates()).isEqualTo(fair.candidates());
        assertThat(loaded.best()).isEqualTo(fair.best());
        assertThat(loaded.copy(ParamMap.empty())
                        .transform(rows)
                        .drop("rawPrediction")
                        .collectAsList())
                .isEqualTo(fair.transform(rows).drop("rawPrediction").collectAsList());
        assertThat(search.transformSchema(rows.schema()).fieldNames())
                .containsExactlyInAnyOrder(fair.transform(rows).columns());
    }

    /** Their weights are the rows' costs; what they predict has the names that a reduction asks for. */
    @Test
    void reducesNeuralNetworks(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 600, 4).cache();
        Estimator<?> network =
                NeuralNetwork.of(TaskType.BINARY, new NeuralNetworkSettings(List.of(8), 6, 32, 0.02, 0, 0, 42));

        GridSearchModel fair = new GridSearch(network)
                .setGroupCol("the group")
                .setConstraint(Moment.DEMOGRAPHIC_PARITY)
                .setGridSize(4)
                .setGridLimit(.25)
                .setConstraintWeight(1)
                .fit(rows);

        assertThat(fair.candidates()).hasSize(3);
        assertThat(fair.best().violation()).isLessThan(fair.candidates().get(1).violation());
        assertThat(fair.transform(rows).where("prediction = label").count()).isGreaterThan(350);
    }

    @Test
    void refusesAGridOfNothingButZero(SparkSession spark) {
        GridSearch search = new GridSearch(ExponentiatedGradientTest.logistic())
                .setGroupCol("the group")
                .setConstraint(Moment.EQUALIZED_ODDS)
                .setGridSize(4);

        assertThatThrownBy(() -> search.fit(BiasedRows.of(spark, 100, 2)))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot search a grid of 4 multipliers: 2 independent constraints need at least 5. Raise gridSize, join"
                                + " groups, or use the exponentiated gradient.");
    }
}
