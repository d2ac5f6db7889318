package io.lepton.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.privacy.aggregate.Share;
import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.RandomBits;
import io.lepton.privacy.noise.SeededBits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionSelectionTest {
    /** Theorem 1 of Desfontaines, Voss, Gipson and Mandayam (2022), the recursion solved. */
    @ParameterizedTest
    @CsvSource({"1, 1e-5", "0.1, 1e-6", "2.5, 1e-9", "0.01, 0.001"})
    void keepsGroupsWithThePapersProbabilities(double epsilon, double delta) {
        PartitionSelection selection = PartitionSelection.of(new Share("groups", epsilon, delta), 1);

        double e = Math.exp(epsilon);
        long n1 = 1 + (long) Math.floor(Math.log((e + 2 * delta - 1) / ((e + 1) * delta)) / epsilon);
        double atN1 = (Math.exp(n1 * epsilon) - 1) / (e - 1) * delta;
        for (long n = 0; n <= selection.certain() + 2; n++) {
            long m = n - n1;
            double expected = n <= n1
                    ? Math.expm1(n * epsilon) / (e - 1) * delta
                    : (1 - Math.exp(-m * epsilon)) * (1 + delta / (e - 1)) + Math.exp(-m * epsilon) * atN1;
            assertThat(selection.probability(n)).as("of %d people", n).isCloseTo(Math.min(1, expected), within(1e-8));
        }
        assertThat(selection.probability(1)).isCloseTo(delta, within(1e-12)).isLessThanOrEqualTo(delta);
        assertThat(selection.probability(selection.certain())).isEqualTo(1);
    }

    /** What is released of a group, whether it is named and its noised count, for neighbours n and n + 1, from the distributions. */
    @Property(tries = 100)
    void namedAndCountedGroupsKeepEpsilonAndDelta(
            @ForAll @DoubleRange(min = 0.1, max = 4) double epsilon,
            @ForAll @DoubleRange(min = 0.01, max = 0.1, minIncluded = true) double delta,
            @ForAll @IntRange(max = 60) int people) {
        PartitionSelection selection = PartitionSelection.of(new Share("groups", epsilon, delta), 1);
        GeometricNoise noise = GeometricNoise.of(1, epsilon);
        double e = Math.exp(2 * epsilon);

        double[] fewer = distribution(selection, noise, people);
        double[] more = distribution(selection, noise, people + 1);
        double exceeding = 0;
        double exceedingBack = 0;
        for (int i = 0; i < fewer.length; i++) {
            exceeding += Math.max(0, fewer[i] - e * more[i]);
            exceedingBack += Math.max(0, more[i] - e * fewer[i]);
        }

        assertThat(exceeding).isLessThanOrEqualTo(delta + 1e-12);
        assertThat(exceedingBack).isLessThanOrEqualTo(delta + 1e-12);
    }

    /** First that nothing is shown, then each noised count from -200 to 300. */
    private static double[] distribution(PartitionSelection selection, GeometricNoise noise, int people) {
        double q = Math.exp(-1 / noise.scale());
        double[] probabilities = new double[502];
        probabilities[0] = 1 - selection.probability(people);
        for (int shown = -200; shown <= 300; shown++) {
            probabilities[shown + 201] =
                    selection.probability(people) * (1 - q) / (1 + q) * Math.pow(q, Math.abs(shown - people));
        }
        return probabilities;
    }

    @Test
    void sharesTheBudgetAmongThePersonsGroups() {
        PartitionSelection selection = PartitionSelection.of(new Share("groups", 2, 2e-3), 4);
        PartitionSelection alone = PartitionSelection.of(new Share("groups", 0.5, 5e-4), 1);

        for (int n = 0; n < 30; n++) {
            assertThat(selection.probability(n)).isCloseTo(alone.probability(n), within(1e-12));
        }
    }

    @Test
    void tossesThatCoin() {
        PartitionSelection selection = PartitionSelection.of(new Share("groups", 0.5, 0.01), 1);
        RandomBits bits = SeededBits.of(9);
        int n = 20_000;

        for (long people : new long[] {0, 1, 3, 6, selection.certain()}) {
            int kept = 0;
            for (int i = 0; i < n; i++) {
                kept += selection.keeps(people, bits) ? 1 : 0;
            }
            double p = selection.probability(people);
            assertThat((double) kept / n).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / n) + 1e-12));
        }
    }

    @Test
    void refusesBudgetsThatSelectNothing() {
        assertThatThrownBy(() -> PartitionSelection.of(new Share("groups", 1, 0), 1))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContaining("Cannot select groups: each of the 1 groups of a person has a delta of")
                .hasMessageContaining("or list the groups");
        assertThatThrownBy(() -> PartitionSelection.of(new Share("groups", 1e-3, 1e-6), 1000))
                .hasMessageContaining("has an epsilon of")
                .hasMessageContaining("count each person in fewer");
    }
}
