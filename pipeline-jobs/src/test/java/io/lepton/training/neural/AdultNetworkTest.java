package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import io.lepton.training.AdultRows;
import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(LocalSpark.class)
class AdultNetworkTest {
    /** Gorishniy and others (2021), table 2: 0.9047 for a multi-layer perceptron. */
    private static final double PUBLISHED = 0.9047;

    @Test
    void reachesThePublishedAreaUnderTheCurveInAFewEpochsInOneTaskAndInTwo(SparkSession spark) {
        Dataset<Row> rows = AdultRows.of(spark).cache();
        Dataset<Row> training = rows.filter("part > 0").cache();
        Dataset<Row> test = rows.filter("part = 0").cache();

        double inOne = auc(new NeuralNetworkClassifier().setEpochs(6), training, test);
        double inTwo = auc(new NeuralNetworkClassifier().setEpochs(6).setRowsForOneWorker(1000), training, test);

        assertThat(inOne).isGreaterThan(PUBLISHED);
        assertThat(inTwo).isGreaterThan(PUBLISHED);
    }

    private static double auc(NeuralNetwork learner, Dataset<Row> training, Dataset<Row> test) {
        return Evaluation.of(learner.fit(training).transform(test), TaskType.BINARY)
                .primary("auc");
    }
}
