package io.lepton.jobs.mitigation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was done to make a model fairer, for the ledger.
 *
 * @param asked the method that the pipeline file names, or auto
 * @param metric by which unfairness is measured, a difference
 * @param chosen the method; "none" where auto found that the model had best stay as it is
 * @param settings of the chosen method
 * @param usesAttribute whether rows that are scored must tell the attribute
 * @param decides whether the method decides about each row itself
 * @param model the model as it was, by the name that metrics have it under
 * @param before the model as it was, on the test rows; absent where too few rows of either group can tell
 * @param after the same of the mitigated model
 * @param maxAccuracyLoss that auto may give up; absent where one method was asked for
 * @param validationRows training rows that the tries were compared on; 0 where one method was asked for
 * @param tries what auto tried, the model as it is first, and what it did not; empty where one method was asked for
 */
public record MitigationDetail(
        String asked,
        String attribute,
        String metric,
        String chosen,
        Map<String, String> settings,
        boolean usesAttribute,
        boolean decides,
        String model,
        Optional<Outcome> before,
        Optional<Outcome> after,
        Optional<Double> maxAccuracyLoss,
        long validationRows,
        List<Try> tries) {

    /** The name of the model as it is among the tries. */
    public static final String NONE = "none";

    /** What became of a try. */
    public enum Fate {
        MEASURED,
        FAILED,
        SKIPPED
    }

    /**
     * One method.
     *
     * @param outcome on the validation rows; absent unless it was measured
     * @param reason why it failed or was skipped, or else empty
     * @param seconds that it took
     * @param onFrontier whether no other try is at least as good in both accuracy and unfairness
     */
    public record Try(
            String method,
            Map<String, String> settings,
            Fate fate,
            Optional<Outcome> outcome,
            String reason,
            double seconds,
            boolean chosen,
            boolean onFrontier) {

        static Try skipped(Attempt attempt, String reason) {
            return new Try(attempt.name(), attempt.settings(), Fate.SKIPPED, Optional.empty(), reason, 0, false, false);
        }

        Try judged(boolean isChosen, boolean isOnFrontier) {
            return new Try(method, settings, fate, outcome, reason, seconds, isChosen, isOnFrontier);
        }
    }

    /** The same with what was found on the test rows. */
    public MitigationDetail measured(Optional<Outcome> asItWas, Optional<Outcome> mitigated) {
        return new MitigationDetail(
                asked,
                attribute,
                metric,
                chosen,
                settings,
                usesAttribute,
                decides,
                model,
                asItWas,
                mitigated,
                maxAccuracyLoss,
                validationRows,
                tries);
    }
}
