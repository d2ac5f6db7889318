package io.lepton.training.neural.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class DropoutStepTest {
    private static final int VALUES = 100_000;

    @Property(tries = 50)
    void leavesOutAShareAndKeepsTheMean(
            @ForAll @DoubleRange(min = 0.01, max = 0.95) double dropped, @ForAll long seed) {
        DropoutStep.Draws draws = new DropoutStep.Draws();
        DropoutStep step = new DropoutStep(dropped, draws);
        draws.seed(seed);
        float[] ones = new float[VALUES];
        Arrays.fill(ones, 1);

        float[] outputs = step.forward(ones.clone(), VALUES, true);
        float[] derivatives = step.backward(ones.clone(), VALUES);

        int zeros = 0;
        int pairs = 0;
        for (int i = 0; i < VALUES; i++) {
            zeros += outputs[i] == 0 ? 1 : 0;
            pairs += i > 0 && outputs[i] == 0 && outputs[i - 1] == 0 ? 1 : 0;
            assertThat(outputs[i] == 0 || Math.abs(outputs[i] * (1 - dropped) - 1) < 1e-6)
                    .isTrue();
        }
        // Five standard errors, and draws beside each other that know nothing of each other.
        assertThat((double) zeros / VALUES).isCloseTo(dropped, within(5 * 0.5 / Math.sqrt(VALUES)));
        assertThat((double) pairs / VALUES).isCloseTo(dropped * dropped, within(10 * 0.5 / Math.sqrt(VALUES)));
        assertThat(derivatives).isEqualTo(outputs);
        assertThat(step.forward(ones.clone(), VALUES, false)).isEqualTo(ones);
    }
}
