package io.lepton.fairness.postprocessing.thresholds;

import io.lepton.error.LeptonException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What shall be the same in all groups. */
public enum Constraint {
    /** The selection rate. */
    DEMOGRAPHIC_PARITY(Outcome::selectionRate, false, false),
    /** The true positive rate and the false positive rate. */
    EQUALIZED_ODDS(Outcome::falsePositiveRate, true, true),
    /** Equality of opportunity. */
    TRUE_POSITIVE_RATE_PARITY(Outcome::truePositiveRate, false, true),
    FALSE_POSITIVE_RATE_PARITY(Outcome::falsePositiveRate, true, false),
    TRUE_NEGATIVE_RATE_PARITY(outcome -> 1 - outcome.falsePositiveRate(), true, false),
    FALSE_NEGATIVE_RATE_PARITY(outcome -> 1 - outcome.truePositiveRate(), false, true);

    private final ToDoubleFunction<Outcome> rate;
    private final boolean needsNegatives;
    private final boolean needsPositives;

    Constraint(ToDoubleFunction<Outcome> rate, boolean needsNegatives, boolean needsPositives) {
        this.rate = rate;
        this.needsNegatives = needsNegatives;
        this.needsPositives = needsPositives;
    }

    /** By its name in small letters. */
    public static Constraint of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public static String[] names() {
        return Arrays.stream(values())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** The rate that groups share; of equalized odds the false positive rate. */
    double rate(Outcome outcome) {
        return rate.applyAsDouble(outcome);
    }

    /** @throws LeptonException data, where a group lacks the labels that the rate is a share of */
    void requireRate(String group, double negatives, double positives) {
        if ((needsNegatives && negatives == 0) || (needsPositives && positives == 0)) {
            throw LeptonException.data(
                    "Cannot make " + name().toLowerCase(Locale.ROOT) + " hold: group '" + group + "' has no "
                            + (needsPositives && positives == 0 ? "positive" : "negative")
                            + " label, so that it has no such rate. Gather more of its rows, join it with another group, or leave it out.");
        }
    }
}
