package io.lepton.jobs;

import io.lepton.report.Figures;
import java.util.List;
import java.util.Locale;

/** What a report says of a model that was made smaller, or was to be. */
final class CompressionFacts {
    private CompressionFacts() {}

    /** Sentences. */
    static List<String> of(CompressionOutcome outcome) {
        return outcome.report()
                .map(report -> of(outcome.mostLoss(), report))
                .or(() -> outcome.refusal()
                        .map(why -> List.of("It was to be made smaller, and is registered as it was trained. " + why)))
                .orElse(List.of());
    }

    private static List<String> of(double mostLoss, ModelCompression.Report report) {
        String metric = new Figures().name(report.metric());
        return report.after()
                .map(after -> List.of(
                        "The model was made smaller before it was registered. As trained: "
                                + inWords(metric, report.before()) + ". As registered: " + inWords(metric, after) + ".",
                        "Measured on held-out rows that it was not chosen by; at most " + mostLoss + " of " + metric
                                + " was to be lost."))
                .orElseGet(() -> List.of("The model was to be made smaller, and is registered as it was trained ("
                        + inWords(metric, report.before()) + "): no smaller one loses at most " + mostLoss + " of "
                        + metric + "."));
    }

    private static String inWords(String metric, ModelCompression.Figures figures) {
        return String.format(
                Locale.ROOT,
                "%,d trees with %,d nodes, %,d weights, %,d KB, %s %.4f, %,.0f ns a row",
                figures.size().trees(),
                figures.size().nodes(),
                figures.size().weights(),
                figures.bytes() / 1024,
                metric,
                figures.quality(),
                figures.nanosPerRow());
    }
}
