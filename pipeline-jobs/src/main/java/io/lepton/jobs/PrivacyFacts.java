package io.lepton.jobs;

import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.SensitiveEvidence;
import io.lepton.report.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the report says about an anonymization. */
final class PrivacyFacts {
    private PrivacyFacts() {}

    static RunReport.Privacy of(AnonymizeStage.Detail detail) {
        Optional<PrivacyEvidence> after = detail.after();
        return new RunReport.Privacy(
                detail.protections().entrySet().stream()
                        .map(protection -> protection.getKey() + " was " + protection.getValue())
                        .toList(),
                detail.quasiIdentifiers(),
                after.map(PrivacyEvidence::kRequired).orElse(0),
                after.map(PrivacyEvidence::holds).orElse(true),
                after.map(PrivacyEvidence::rows).orElse(0L),
                detail.suppressed(),
                after.map(PrivacyEvidence::classes).orElse(0L),
                after.map(PrivacyEvidence::smallestClass).orElse(0L),
                detail.before().map(PrivacyEvidence::prosecutorRisk).orElse(Double.NaN),
                after.map(PrivacyEvidence::prosecutorRisk).orElse(Double.NaN),
                detail.informationLossByColumn(),
                after.map(evidence -> risks(detail.before(), evidence)).orElse(List.of()),
                after.map(PrivacyFacts::crowds).orElse(List.of()),
                after.map(evidence -> evidence.sensitive().stream()
                                .map(PrivacyFacts::sentence)
                                .toList())
                        .orElse(List.of()));
    }

    private static List<RunReport.Risk> risks(Optional<PrivacyEvidence> before, PrivacyEvidence after) {
        return List.of(
                risk("Highest risk of a person", before, after, PrivacyEvidence::prosecutorRisk),
                risk("Found if everybody was tried", before, after, PrivacyEvidence::marketerRisk),
                risk("Rows that stand alone", before, after, PrivacyFacts::alone));
    }

    private static RunReport.Risk risk(
            String name,
            Optional<PrivacyEvidence> before,
            PrivacyEvidence after,
            ToDoubleFunction<PrivacyEvidence> risk) {
        return new RunReport.Risk(name, before.map(risk::applyAsDouble).orElse(Double.NaN), risk.applyAsDouble(after));
    }

    private static double alone(PrivacyEvidence evidence) {
        return evidence.rows() == 0 ? 0 : (double) evidence.uniques() / evidence.rows();
    }

    private static List<RunReport.Crowd> crowds(PrivacyEvidence evidence) {
        return evidence.sizes().stream()
                .map(sizes -> new RunReport.Crowd(
                        sizes.from(), sizes.to(), sizes.rows(), (double) sizes.rows() / evidence.rows()))
                .toList();
    }

    private static String sentence(SensitiveEvidence column) {
        return String.format(
                Locale.ROOT,
                "Among people who look alike there are at least %d values of '%s' (as uncertain as %.1f equally frequent ones),"
                        + " and their spread is at most %.3f from that of the whole table: %s.",
                column.distinctL(),
                column.column(),
                column.entropyL(),
                column.closenessT(),
                column.holds() ? "as asked" : "NOT as asked");
    }
}
