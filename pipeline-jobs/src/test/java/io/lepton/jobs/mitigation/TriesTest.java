package io.lepton.jobs.mitigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.estimate.Interval;
import io.lepton.jobs.mitigation.MitigationDetail.Fate;
import io.lepton.jobs.mitigation.MitigationDetail.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TriesTest {

    @Test
    void keepsTheFairestThatLosesNoMoreThanAllowed() {
        Tries tries = new Tries(
                List.of(measured(.85, .10), measured(.84, .05), measured(.82, .01), failed(), measured(.845, .05)),
                .013);

        List<Try> judged = tries.judged();

        assertThat(tries.chosen())
                .as("as fair as the second, and more accurate")
                .isEqualTo(4);
        assertThat(judged).extracting(Try::chosen).containsExactly(false, false, false, false, true);
        assertThat(judged).extracting(Try::onFrontier).containsExactly(true, false, true, false, true);
    }

    @Test
    void keepsTheModelAsItIsWhereNothingIsFairer() {
        assertThat(new Tries(List.of(measured(.85, .10), measured(.86, .12), failed()), .5).chosen())
                .isZero();
    }

    @Property(tries = 200)
    void theFrontierIsWhatNoOtherTryBeatsAndNothingBetterIsLeftAside(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 30) Integer> accuracies,
            @ForAll @Size(min = 8, max = 8) List<@IntRange(max = 30) Integer> unfairness,
            @ForAll @IntRange(max = 30) int loss) {
        List<Try> made = new ArrayList<>();
        for (int i = 0; i < accuracies.size(); i++) {
            made.add(measured(accuracies.get(i) / 32.0, unfairness.get(i) / 32.0));
        }
        List<Try> judged = new Tries(made, loss / 32.0).judged();
        Outcome first = judged.get(0).outcome().orElseThrow();
        Outcome kept = judged.stream()
                .filter(Try::chosen)
                .findFirst()
                .orElseThrow()
                .outcome()
                .orElseThrow();

        assertThat(judged).filteredOn(Try::chosen).hasSize(1);
        assertThat(judged).filteredOn(Try::onFrontier).isNotEmpty();
        assertThat(kept.accuracy()).isGreaterThanOrEqualTo(first.accuracy() - loss / 32.0);
        for (Try one : judged) {
            Outcome outcome = one.outcome().orElseThrow();
            assertThat(one.onFrontier())
                    .isEqualTo(judged.stream()
                            .noneMatch(other -> other.outcome().orElseThrow().dominates(outcome)));
            if (outcome.accuracy() >= first.accuracy() - loss / 32.0) {
                assertThat(outcome.unfairness()).isGreaterThanOrEqualTo(kept.unfairness());
            }
        }
    }

    private static Try measured(double accuracy, double unfairness) {
        return tried(Fate.MEASURED, Optional.of(new Outcome(accuracy, unfairness, new Interval(0, 1))));
    }

    private static Try failed() {
        return tried(Fate.FAILED, Optional.empty());
    }

    private static Try tried(Fate fate, Optional<Outcome> outcome) {
        return new Try("reweighing", Map.of(), fate, outcome, "", 1, false, false);
    }
}
