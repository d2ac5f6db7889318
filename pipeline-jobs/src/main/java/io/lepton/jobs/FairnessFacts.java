package io.lepton.jobs;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.GroupContrast;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.curves.GroupCurves;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import io.lepton.fairness.slices.Slice;
import io.lepton.fairness.slices.SliceReport;
import io.lepton.report.Fairness;
import io.lepton.report.RunReport.Range;
import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the report says of how groups are treated: of a run's scores, or of any others.
 *
 * @param outcome what it means to be selected, as "income is &gt;50K"; empty if unknown
 * @param unlabelled what cannot be told, as labels are not known
 * @param classes names of several classes, in the order of their numbers; empty of two, or if unknown
 */
public record FairnessFacts(
        FairnessReport report,
        List<GateDecision> decisions,
        Fairness.Judgement judgement,
        Fairness.Unlabelled unlabelled,
        String outcome,
        List<String> classes) {

    /** Of scores that no other model was compared on. */
    public Fairness fairness() {
        return fairness(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * @param slices where the model errs most
     * @param override who published the scores in spite of a gate
     */
    Fairness fairness(Optional<Challenge> challenge, Optional<SliceReport> slices, Optional<GateOverride> override) {
        return new Fairness(
                outcome,
                classes,
                group(report.overall()),
                report.groups().stream().map(FairnessFacts::group).toList(),
                report.disparities().stream()
                        .map(disparity -> new Fairness.Disparity(
                                disparity.attributes(),
                                disparity.metric(),
                                disparity.value(),
                                range(disparity.interval()),
                                disparity.significance().holm(),
                                disparity.worstGroup(),
                                disparity.bestGroup()))
                        .toList(),
                report.comparisons(),
                decisions.stream().map(FairnessFacts::gate).toList(),
                judgement,
                unlabelled,
                report.contrasts().stream().map(FairnessFacts::contrast).toList(),
                report.curves().stream().map(FairnessFacts::curves).toList(),
                report.consistency().map(found -> new Fairness.Consistency(found.rows(), found.neighbours())),
                slices.map(this::slices),
                challenge.map(FairnessFacts::challenger),
                override.map(found -> new Fairness.GateOverride(found.by(), found.reason())));
    }

    /** What it means to be selected; empty where there are not two classes. */
    static String outcome(LabelCodec label) {
        return label.task() == TaskType.BINARY
                ? label.column() + " is " + label.classes().get(1)
                : "";
    }

    /** Names of several classes; empty where there are not more than two. */
    static List<String> classes(LabelCodec label) {
        return label.task() == TaskType.MULTICLASS ? label.classes() : List.of();
    }

    private static Fairness.Challenger challenger(Challenge challenge) {
        return new Fairness.Challenger(
                challenge.model() + "/" + challenge.version(),
                challenge.otherPredictions(),
                challenge.scoreDifference(),
                group(challenge.fairness().overall()),
                challenge.gates().stream().map(FairnessFacts::gate).toList());
    }

    private static Fairness.Group group(GroupMetrics group) {
        Map<String, Range> intervals = new LinkedHashMap<>();
        group.intervals().forEach((metric, interval) -> intervals.put(metric, range(interval)));
        return new Fairness.Group(
                group.attributes(),
                group.group(),
                group.count(),
                group.countSuppressed(),
                group.judged(),
                group.metrics().keySet().stream()
                        .filter(metric -> group.judged() && !group.judged(metric))
                        .collect(Collectors.toSet()),
                group.metrics(),
                intervals);
    }

    private static Fairness.Contrast contrast(GroupContrast contrast) {
        return new Fairness.Contrast(
                contrast.attributes(),
                contrast.group(),
                contrast.metric(),
                contrast.value(),
                contrast.rest(),
                range(contrast.difference()),
                contrast.adjustedPValue());
    }

    private static Fairness.Curves curves(GroupCurves curves) {
        List<Range> intervals = new ArrayList<>();
        for (int i = 0; i < curves.calibration().low().size(); i++) {
            intervals.add(new Range(
                    curves.calibration().low().get(i),
                    curves.calibration().high().get(i)));
        }
        return new Fairness.Curves(
                curves.attributes(),
                curves.group(),
                curves.ofClass(),
                curves.roc().falsePositiveRates(),
                curves.roc().truePositiveRates(),
                curves.calibration().predicted(),
                curves.calibration().observed(),
                intervals);
    }

    private Fairness.Slices slices(SliceReport found) {
        return new Fairness.Slices(
                found.rows(),
                !report.overall().metrics().containsKey(Measure.MAE.id()),
                found.meanLoss(),
                found.tests(),
                found.slices().stream()
                        .map(slice -> new Fairness.Slice(
                                inWords(slice),
                                slice.rows(),
                                slice.meanLoss(),
                                slice.restLoss(),
                                slice.adjustedPValue()))
                        .toList());
    }

    private static String inWords(Slice slice) {
        return slice.conditions().stream().map(FairnessFacts::inWords).collect(Collectors.joining(" and "));
    }

    /** A range "&gt; 20 to 30" as "above 20, up to 30". */
    private static String inWords(Slice.Condition condition) {
        String value = condition.value();
        if (value.startsWith("≤ ")) {
            return "%s is at most %s".formatted(condition.column(), value.substring(2));
        }
        return value.startsWith("> ")
                ? "%s is above %s"
                        .formatted(condition.column(), value.substring(2).replace(" to ", ", up to "))
                : "%s is %s".formatted(condition.column(), value);
    }

    private static Fairness.Gate gate(GateDecision decision) {
        return new Fairness.Gate(
                decision.gate().metric(),
                decision.attributes(),
                decision.gate().bounds()
                        + (decision.gate().isAgainstChampion() ? " more than the champion's" : "")
                        + (decision.gate().judgedBy() == Gate.JudgedBy.INTERVAL ? ", by the interval" : ""),
                decision.value(),
                decision.passed(),
                decision.reason());
    }

    private static Range range(Interval interval) {
        return new Range(interval.low(), interval.high());
    }
}
