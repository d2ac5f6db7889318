package io.lepton.report;

import io.lepton.report.Mitigation.Outcome;
import io.lepton.report.Mitigation.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the report and the card say of a mitigation, in sentences and a chart. */
public final class MitigationPage {
    private static final String NONE = "none";

    private final Mitigation mitigation;
    private final Figures figures = new Figures();

    MitigationPage(Mitigation mitigation) {
        this.mitigation = mitigation;
    }

    public Mitigation found() {
        return mitigation;
    }

    public FrontierChart chart() {
        return new FrontierChart(mitigation);
    }

    /** How it was done and what came of it. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!mitigation.tries().isEmpty()) {
            sentences.add(choice());
        }
        if (!mitigation.chosen().equals(NONE)) {
            sentences.add(method());
            sentences.add(result());
            sentences.add(
                    mitigation.usesAttribute()
                            ? "Every row that is scored must tell " + mitigation.attribute()
                                    + ": groups are treated by rules of their own, which the pipeline file allows"
                                    + " (score.allow-protected-attributes)."
                            : "Rows that are scored need not tell " + mitigation.attribute()
                                    + ": it was read in training only.");
        }
        return sentences;
    }

    private String choice() {
        long tried = mitigation.tries().stream()
                .skip(1)
                .filter(found -> found.outcome().isPresent())
                .count();
        String compared = figures.count(tried) + (tried == 1 ? " way" : " ways") + " to treat groups of "
                + mitigation.attribute() + " more alike " + (tried == 1 ? "was" : "were") + " compared on "
                + figures.count(mitigation.validationRows())
                + " training rows that had been kept aside. ";
        return compared
                + (mitigation.chosen().equals(NONE)
                        ? "None was fairer without losing more than " + points(mitigation.maxAccuracyLoss())
                                + " of accuracy, so that the model stays as it is."
                        : "Of those that lose at most " + points(mitigation.maxAccuracyLoss()) + " of accuracy, "
                                + mitigation.chosen() + " was the fairest.");
    }

    private String method() {
        return switch (mitigation.chosen()) {
            case "reweighing" -> "The model learned from weighed rows, so that in them the outcome does not depend on "
                    + mitigation.attribute() + ".";
            case "exponentiated-gradient" -> "The model is several, trained anew again and again on rows that were weighed"
                    + " for fairness; which of them decides about a person is drawn by lot, by the row's key, so that the"
                    + " same row always gets the same decision. The score is the mean of what they say.";
            case "grid-search" -> "The model was trained again and again on rows that were weighed for fairness, and the one"
                    + " with the best balance of error and unfairness was kept.";
            case "fair-xgboost" -> "The model paid, while it was trained, for how much its decisions go along with "
                    + mitigation.attribute() + ".";
            case "disparate-impact-remover" -> "The model sees numbers of each group moved towards those that people of the same"
                    + " rank have in the other groups; the group itself is no feature.";
            case "correlation-remover" -> "The model sees features of each group shifted, so that on average all groups are alike"
                    + " in each; the group itself is no feature.";
            case "threshold-optimizer" -> "Each group has thresholds of its own. Where one alone would not do, a lot, drawn by"
                    + " the row's key, decides between two, so that the same row always gets the same decision.";
            case "reject-option" -> "Unsure cases near the threshold are decided for the group that is selected less.";
            case "calibrated-odds" -> "Some people of the group that the model knows better get their group's base rate as"
                    + " score, drawn by the row's key.";
            case "equal-opportunity-transform" -> "Scores of each group were stretched so that at every threshold people with"
                    + " the outcome are found equally often.";
            default -> "The model was mitigated by " + mitigation.chosen() + ".";
        };
    }

    private String result() {
        if (mitigation.before().isEmpty() || mitigation.after().isEmpty()) {
            return "What it cost and brought is not known: too few test rows of either group.";
        }
        Outcome before = mitigation.before().get();
        Outcome after = mitigation.after().get();
        String sentence = "On test rows accuracy went from " + figures.percent(before.accuracy()) + " to "
                + figures.percent(after.accuracy()) + ", and the "
                + figures.name(mitigation.metric()).toLowerCase(Locale.ROOT) + " of " + mitigation.attribute()
                + " from "
                + figures.number(before.unfairness()) + " to " + figures.number(after.unfairness());
        if (Double.isFinite(after.low()) && Double.isFinite(after.high())) {
            sentence += " (95 % interval " + figures.number(after.low()) + " to " + figures.number(after.high()) + ")";
        }
        if (after.unfairness() >= before.unfairness()) {
            return sentence + ": by this measure the model did not get fairer.";
        }
        return sentence + (after.high() >= before.unfairness() ? ": chance alone may explain that." : ".");
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f points", 100 * share);
    }

    /** "the model as it is", or the method with its settings. */
    public String name(Try found) {
        return words(found);
    }

    static String words(Try found) {
        if (found.method().equals(NONE)) {
            return "the model as it is";
        }
        return found.method() + (found.settings().isEmpty() ? "" : " (" + found.settings() + ")");
    }
}
