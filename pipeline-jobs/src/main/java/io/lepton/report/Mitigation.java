package io.lepton.report;

import java.util.List;
import java.util.Optional;

/**
 * What was done to make a model fairer. Shares are 0 to 1; what is unknown is NaN or absent.
 *
 * @param asked the method that the pipeline file names, or "auto"
 * @param metric by which unfairness is measured, a difference: 0 is equal treatment
 * @param chosen the method; "none" where the model had best stay as it is
 * @param settings of the method in words; may be empty
 * @param usesAttribute whether rows that are scored must tell the attribute
 * @param before how the model did as it was, on test rows
 * @param after how the mitigated model does
 * @param maxAccuracyLoss that could be given up; NaN where one method was asked for
 * @param validationRows that tries were compared on
 * @param tries the model as it is first; empty where one method was asked for
 */
public record Mitigation(
        String asked,
        String attribute,
        String metric,
        String chosen,
        String settings,
        boolean usesAttribute,
        Optional<Outcome> before,
        Optional<Outcome> after,
        double maxAccuracyLoss,
        long validationRows,
        List<Try> tries) {

    public Mitigation {
        tries = List.copyOf(tries);
    }

    /** @param low end of the 95 % interval of the unfairness, as {@code high} */
    public record Outcome(double accuracy, double unfairness, double low, double high) {}

    /**
     * A method that was tried, or was not.
     *
     * @param outcome on the validation rows; absent where it was not measured
     * @param reason why not
     */
    public record Try(
            String method,
            String settings,
            Optional<Outcome> outcome,
            String reason,
            double seconds,
            boolean chosen,
            boolean onFrontier) {}
}
