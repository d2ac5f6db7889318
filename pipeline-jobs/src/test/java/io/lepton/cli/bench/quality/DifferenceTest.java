package io.lepton.cli.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private final Difference difference = new Difference(TaskType.REGRESSION, "r2");

    @Test
    void ofAModelFromItselfIsNotByChance() {
        List<Row> rows = predictions(1);

        assertThat(difference.standardError(rows, rows)).isZero();
    }

    @Test
    void growsWithTheNoiseOfTheWorseModel() {
        List<Row> exact = predictions(0);

        double ofSome = difference.standardError(exact, predictions(1));

        // R² is 1 - noise / variance, here about 1 - 1 / 8.25; its standard error over 400 rows is about noise · √(2 /
        // 400) / 8.25.
        assertThat(ofSome).isCloseTo(Math.sqrt(2.0 / 400) / 8.25, within(0.003));
        assertThat(difference.standardError(exact, predictions(2))).isGreaterThan(2 * ofSome);
    }

    /** Labels 0 to 9, predicted with noise of so large a standard deviation. */
    private static List<Row> predictions(double noise) {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double label = i % 10;
            rows.add(RowFactory.create(label, label + noise * random.nextGaussian(), 1.0));
        }
        return rows;
    }
}
