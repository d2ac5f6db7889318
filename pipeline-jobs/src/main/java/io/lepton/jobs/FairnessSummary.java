package io.lepton.jobs;

import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import java.util.List;
import java.util.Optional;

/**
 * What the registry keeps of a version's audit, as {@value #DOCUMENT}: the figures that tell whether groups are treated alike, without
 * the groups' own.
 *
 * @param rows audited
 * @param passed whether every gate passed
 * @param override who published the batch although one did not
 */
public record FairnessSummary(
        long rows, boolean passed, List<Between> disparities, List<Decision> gates, Optional<GateOverride> override) {
    public static final String DOCUMENT = "fairness.json";

    public FairnessSummary {
        // Older documents tell nothing of it.
        override = override == null ? Optional.empty() : override;
    }

    /** How far the groups of an attribute are apart by one metric. */
    public record Between(String attributes, String metric, double value, String worstGroup, String bestGroup) {}

    /** What a gate said, in a sentence. */
    public record Decision(String metric, boolean passed, String reason) {}

    static FairnessSummary of(FairnessReport report, List<GateDecision> decisions, Optional<GateOverride> override) {
        return new FairnessSummary(
                report.overall().count(),
                decisions.stream().allMatch(GateDecision::passed),
                report.disparities().stream().map(FairnessSummary::between).toList(),
                decisions.stream()
                        .map(decision -> new Decision(decision.gate().metric(), decision.passed(), decision.reason()))
                        .toList(),
                override);
    }

    /** @param json the document's content */
    public static FairnessSummary parse(String json) {
        return Json.read(json, FairnessSummary.class);
    }

    private static Between between(Disparity disparity) {
        return new Between(
                disparity.attributes(),
                disparity.metric(),
                disparity.value(),
                disparity.worstGroup(),
                disparity.bestGroup());
    }
}
