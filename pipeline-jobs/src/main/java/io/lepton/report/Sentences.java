package io.lepton.report;

import io.lepton.report.Fairness.Gate;
import io.lepton.report.RunReport.Curve;
import io.lepton.report.RunReport.DataAudit;
import io.lepton.report.RunReport.Driver;
import io.lepton.report.RunReport.GroupShare;
import io.lepton.report.RunReport.Model;
import io.lepton.report.RunReport.Privacy;
import io.lepton.report.RunReport.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in plain words what a report's figures mean. Plain text: templates escape it. */
public final class Sentences {
    private final RunReport report;
    private final Figures figures = new Figures();

    Sentences(RunReport report) {
        this.report = report;
    }

    public long rowsIn() {
        return report.stages().isEmpty() ? 0 : report.stages().get(0).rowsIn();
    }

    public long rowsOut() {
        return report.stages().isEmpty()
                ? 0
                : report.stages().get(report.stages().size() - 1).rowsOut();
    }

    public String verdict() {
        if (report.fairness().isEmpty()) {
            return "Not audited";
        }
        if (report.fairness().get().gates().isEmpty()) {
            return undecided() > 0 ? "Not decided" : "No gates set";
        }
        if (report.fairness().get().override().isPresent()) {
            return "Overridden";
        }
        return report.passed() ? "Passed" : "Refused";
    }

    public String verdictNote() {
        List<Gate> gates = report.fairness().map(Fairness::gates).orElse(List.of());
        long passed = gates.stream().filter(Gate::passed).count();
        if (undecided() > 0) {
            return "%d of %d gates passed; %d left out".formatted(passed, gates.size() + undecided(), undecided());
        }
        return gates.isEmpty()
                ? "no condition decides on this model"
                : "%d of %d gates passed".formatted(passed, gates.size());
    }

    /** How many gates were left out, as no label is known. */
    private int undecided() {
        return report.fairness().map(found -> found.unlabelled().gates().size()).orElse(0);
    }

    public String data() {
        if (report.stages().isEmpty()) {
            return "No stage has been recorded for this run.";
        }
        Stage first = report.stages().get(0);
        long quarantined =
                report.stages().stream().mapToLong(Stage::rowsQuarantined).sum();
        long broken =
                report.expectations().stream().filter(each -> !each.held()).count();
        String aside = quarantined == 0
                ? "no row was set aside"
                : "%s %s set aside with the reason written beside"
                        .formatted(figures.count(quarantined), quarantined == 1 ? "row was" : "rows were");
        String expectations = report.expectations().isEmpty()
                ? ""
                : broken == 0
                        ? " Every expectation of the data held."
                        : " %d of %d expectations of the data did not hold."
                                .formatted(broken, report.expectations().size());
        return "%s rows came in, and %s.%s".formatted(figures.count(first.rowsIn()), aside, expectations);
    }

    public String privacy() {
        if (report.privacy().isEmpty()) {
            return "The data was used as it came: no protection was asked for.";
        }
        Privacy privacy = report.privacy().get();
        if (privacy.k() == 0) {
            return "Columns were protected one by one; no group size was asked for, so people may still be recognizable.";
        }
        if (!privacy.holds()) {
            return "The protection does NOT hold: a person can be confused with only %s others, and %d were required."
                    .formatted(figures.count(Math.max(0, privacy.smallestClass() - 1)), privacy.k() - 1);
        }
        String before = Double.isNaN(privacy.riskBefore())
                ? ""
                : " Before, that chance was up to %s.".formatted(figures.percent(privacy.riskBefore()));
        return "Every person looks the same as at least %s others in the columns that could give them away; the chance to pick out the right one is %s at most.%s"
                .formatted(figures.count(privacy.smallestClass() - 1), figures.percent(privacy.riskAfter()), before);
    }

    public String models() {
        Optional<Model> chosen = report.chosen();
        if (chosen.isEmpty()) {
            return report.models().isEmpty() ? "No model was trained." : "No model has been chosen.";
        }
        double value = quality(chosen.get());
        String meaning =
                switch (report.metric()) {
                    case "auc" -> "Of one person with and one without the outcome, it ranks the right one higher %s of the time."
                            .formatted(figures.percent(value));
                    case "accuracy" -> "It is right in %s of all cases.".formatted(figures.percent(value));
                    case "mae" -> "It is off by %s on average.".formatted(figures.number(value));
                    case "r2" -> "It explains %s of the differences between people.".formatted(figures.percent(value));
                    default -> "Its %s is %s.".formatted(figures.name(report.metric()), figures.number(value));
                };
        return "%s was chosen out of %d. %s"
                .formatted(figures.name(chosen.get().name()), report.models().size(), meaning);
    }

    public LossChart chart(Curve curve) {
        return new LossChart(curve);
    }

    /** Names the training where the model has several. */
    public String name(Curve curve) {
        String model = figures.name(curve.model());
        boolean single = report.curves().stream()
                        .filter(other -> other.model().equals(curve.model()))
                        .count()
                == 1;
        return single ? model : model + ": " + curve.name();
    }

    /** The chosen metric on the test rows, or out of fold where there are none. */
    public double quality(Model model) {
        double outOfFold = model.outOfFold().getOrDefault(report.metric(), Double.NaN);
        return model.test().getOrDefault(report.metric(), outOfFold);
    }

    public String bestQuality() {
        return figures.number(report.chosen().map(this::quality).orElse(Double.NaN));
    }

    /** How people are treated; or else that nobody looked. */
    public List<String> fairness() {
        return report.fairness()
                .map(found -> new FairnessSentences(found).summary())
                .orElse(List.of("No audit has been made: nothing is known of how groups of people are treated."));
    }

    public String drivers() {
        List<Driver> drivers = report.drivers();
        if (drivers.isEmpty()) {
            return "What drives the scores has not been measured.";
        }
        String second = drivers.size() > 1
                ? ", followed by “%s”".formatted(drivers.get(1).column())
                : "";
        return "The scores depend most on “%s”%s.".formatted(drivers.get(0).column(), second);
    }

    public String lineage() {
        return "%d %s and one code version made this result; with them, it can be made again."
                .formatted(
                        report.lineage().tables().size(),
                        report.lineage().tables().size() == 1 ? "table version" : "table versions");
    }

    /** Attributes whose groups were counted in the data, without pairs. */
    public List<String> countedAttributes() {
        return report.dataAudit().map(DataAudit::groups).orElse(List.of()).stream()
                .map(GroupShare::attributes)
                .filter(attributes -> !attributes.contains(" × "))
                .distinct()
                .toList();
    }

    /** Groups of an attribute as they were counted in the data. */
    public List<GroupShare> sharesOf(String attributes) {
        return report.dataAudit().map(DataAudit::groups).orElse(List.of()).stream()
                .filter(group -> group.attributes().equals(attributes))
                .toList();
    }

    /** Names of the metrics that any model has. */
    public List<String> modelMetrics() {
        return report.models().stream()
                .flatMap(model -> Stream.of(model.test(), model.outOfFold()))
                .flatMap(metrics -> metrics.keySet().stream())
                .distinct()
                .toList();
    }

    public double largestImportance() {
        return report.drivers().stream().mapToDouble(Driver::importance).max().orElse(0);
    }
}
