package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.training.stages.NonNegativeLogistic;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonNegativeLogisticTest {

    @Test
    void oneBinaryInputGivesTheLogOddsOfItsFourCellTable() {
        // Odds of 1 are 1:3 where x = 0 and 3:2 where x = 1.
        List<double[]> rows =
                List.of(new double[] {3, 0, 0}, new double[] {1, 1, 0}, new double[] {2, 0, 1}, new double[] {3, 1, 1});

        NonNegativeLogistic fitted = NonNegativeLogistic.fit(rows, 0);

        assertThat(fitted.intercept()).isCloseTo(Math.log(1.0 / 3), within(1e-6));
        assertThat(fitted.coefficients().get(0)).isCloseTo(Math.log(1.5) - Math.log(1.0 / 3), within(1e-6));
    }

    @Test
    void anInputThatPointsTheWrongWayGetsNoCoefficient() {
        Random random = new Random(3);
        List<double[]> rows = IntStream.range(0, 2000)
                .mapToObj(i -> {
                    double good = random.nextGaussian();
                    double label = random.nextDouble() < 1 / (1 + Math.exp(-2 * good)) ? 1 : 0;
                    return new double[] {1, label, good, random.nextGaussian() - good};
                })
                .toList();

        NonNegativeLogistic fitted = NonNegativeLogistic.fit(rows, 1e-6);

        assertThat(fitted.coefficients().get(0)).isCloseTo(2, within(0.3));
        assertThat(fitted.coefficients().get(1)).isZero();
    }
}
