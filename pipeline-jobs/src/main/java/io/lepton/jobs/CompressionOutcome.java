package io.lepton.jobs;

import java.util.Optional;

/**
 * What came of {@code register.compress} in a run.
 *
 * @param mostLoss of the quality that was allowed
 * @param report what was measured; absent where the model is none that can be made smaller
 * @param refusal why it is none; absent where it is one
 */
public record CompressionOutcome(double mostLoss, Optional<ModelCompression.Report> report, Optional<String> refusal) {

    static CompressionOutcome of(double mostLoss, ModelCompression.Report report) {
        return new CompressionOutcome(mostLoss, Optional.of(report), Optional.empty());
    }

    static CompressionOutcome refused(double mostLoss, String why) {
        return new CompressionOutcome(mostLoss, Optional.empty(), Optional.of(why));
    }
}
