package io.lepton.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-learn 1.5.2 (isotonic regression), and the minimum of the same loss found by SciPy's BFGS (curves). */
class ProbabilityMapTest {
    private static final double[] PREDICTED = {
        .05, .1, .12, .2, .25, .3, .3, .35, .4, .45, .5, .55, .6, .62, .7, .75, .8, .85, .9, .97
    };
    private static final double[] HAPPENED = {0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1};
    private static final double[] OTHERS = {0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1};
    private static final double[] WEIGHTS = {1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 2};

    @Test
    void scalesLogOddsAsPlattDoes() {
        PlattScaling platt = PlattScaling.fit(new Outcomes(PREDICTED, HAPPENED, WEIGHTS));

        assertThat(platt.slope()).isCloseTo(0.85128175, within(1e-6));
        assertThat(platt.intercept()).isCloseTo(-0.17789375, within(1e-6));
    }

    @Test
    void fitsTheBetaCurveAndLeavesAPartOutThatWouldFall() {
        BetaCalibration both = BetaCalibration.fit(new Outcomes(PREDICTED, OTHERS, WEIGHTS));
        BetaCalibration one = BetaCalibration.fit(new Outcomes(PREDICTED, HAPPENED, WEIGHTS));

        assertThat(new double[] {both.a(), both.b(), both.c()})
                .containsExactly(new double[] {1.27068415, 0.18680981, 1.13569813}, within(1e-5));
        assertThat(new double[] {one.a(), one.b(), one.c()})
                .containsExactly(new double[] {0, 2.45883215, -2.20122831}, within(1e-5));
    }

    @Test
    void poolsAsScikitLearnDoes() {
        IsotonicSteps steps = IsotonicSteps.fit(new Outcomes(PREDICTED, HAPPENED, WEIGHTS));
        double[] asked = {0, .05, .11, .3, .33, .5, .58, .7, .78, .9, 1};
        double[] expected = {0, 0, .1, .25, .25, 1 / 3.0, 1 / 3.0, 2 / 3.0, 0.866666667, 1, 1};

        for (int i = 0; i < asked.length; i++) {
            assertThat(steps.of(asked[i])).as("%s", asked[i]).isCloseTo(expected[i], within(1e-8));
        }
    }

    @Property(tries = 60)
    void risesStaysBetweenZeroAndOneAndSurvivesJson(
            @ForAll CalibrationMethod method, @ForAll @IntRange(min = 2, max = 400) int rows, @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        double[] predicted = new double[rows];
        double[] happened = new double[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            predicted[i] = random.nextInt(5) == 0 ? random.nextInt(2) : random.nextDouble();
            happened[i] = i == 0 ? 1 : i == 1 ? 0 : random.nextDouble() < predicted[i] * predicted[i] ? 1 : 0;
            weights[i] = random.nextDouble() + 0.01;
        }
        ProbabilityMap map = method.fit(new Outcomes(predicted, happened, weights));
        Calibrator calibrator = new Calibrator(List.of(map));
        Calibrator again = Calibrator.fromJson(
                new ObjectMapper().readTree(calibrator.toJson().toString()));

        double before = 0;
        for (int i = 0; i <= 1000; i++) {
            double value = map.of(i / 1000.0);
            assertThat(value).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(before - 1e-12);
            assertThat(again.maps().get(0).of(i / 1000.0)).isEqualTo(value);
            before = value;
        }
    }

    /** Where the truth is p², each method finds it from enough rows. */
    @Property(tries = 5)
    void mendsProbabilitiesThatPromiseTooMuch(@ForAll CalibrationMethod method, @ForAll long seed) {
        Random random = new Random(seed);
        int rows = 40_000;
        double[] predicted = new double[rows];
        double[] happened = new double[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            predicted[i] = random.nextDouble();
            happened[i] = random.nextDouble() < predicted[i] * predicted[i] ? 1 : 0;
            weights[i] = 1;
        }

        ProbabilityMap map = method.fit(new Outcomes(predicted, happened, weights));

        for (double p : new double[] {.2, .4, .6, .8}) {
            assertThat(map.of(p)).isCloseTo(p * p, within(.05));
        }
    }
}
