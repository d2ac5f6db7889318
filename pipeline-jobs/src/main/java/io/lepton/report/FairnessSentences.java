package io.lepton.report;

import io.lepton.report.Fairness.Consistency;
import io.lepton.report.Fairness.Contrast;
import io.lepton.report.Fairness.Disparity;
import io.lepton.report.Fairness.Gate;
import io.lepton.report.Fairness.Group;
import io.lepton.report.Fairness.Slice;
import io.lepton.report.Fairness.Slices;
import io.lepton.report.RunReport.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in plain words how groups are treated. Plain text: templates escape it. */
public final class FairnessSentences {
    private static final Range UNKNOWN = new Range(Double.NaN, Double.NaN);
    private static final double LEVEL = .05;
    private static final int MOST_NAMED = 8;

    private final Fairness found;
    private final FairnessView view;
    private final Figures figures = new Figures();

    FairnessSentences(Fairness found) {
        this.found = found;
        this.view = new FairnessView(found);
    }

    /** What "selected" means, and how to read brackets. */
    public String reading() {
        String selected = !view.isOfTwoClasses()
                ? ""
                : found.outcome().isEmpty()
                        ? "“Selected” are those for whom the model predicts the outcome. "
                        : "“Selected” are those for whom the model predicts that %s; that is “the outcome”. "
                                .formatted(found.outcome());
        return "%s%s people were audited. Brackets hold 95 %% intervals: the true figure probably lies in there, as far as so many people can tell."
                        .formatted(selected, figures.count(found.overall().count()))
                + unknown();
    }

    private String unknown() {
        long rows = found.unlabelled().rows();
        return rows == 0
                ? ""
                : " What became of %s of them is not known yet: how often the model errs is told of the others."
                        .formatted(figures.count(rows));
    }

    /** How the groups of an attribute are treated. */
    public List<String> treatment(String attributes) {
        List<String> sentences = new ArrayList<>();
        predicted(attributes).ifPresent(sentences::add);
        for (Told told : Told.values()) {
            if (view.has(told.metric) && told.task.test(view)) {
                disparity(attributes, told.disparity)
                        .filter(each -> !Double.isNaN(each.value()))
                        .ifPresent(each -> sentences.add(told(told, each, sentences.isEmpty())));
            }
        }
        if (sentences.isEmpty()) {
            sentences.add("Too few groups of %s are large enough to be compared.".formatted(attributes));
        }
        return sentences;
    }

    /** Of several classes the one that groups are predicted most unequally. */
    private Optional<String> predicted(String attributes) {
        return disparity(attributes, "demographic_parity_difference")
                .filter(each -> !view.isOfTwoClasses() && each.value() > 0)
                .flatMap(each -> {
                    Group worst = group(attributes, each.worstGroup());
                    Group best = group(attributes, each.bestGroup());
                    return view.predictedMostUnequally(worst, best).map(metric -> {
                        OutOf of = OutOf.telling(worst.metric(metric), best.metric(metric));
                        String people = figures.count(of.people());
                        return "Of %s people in “%s”, %s are predicted “%s”; of %s in “%s”, %s.%s"
                                .formatted(
                                        people,
                                        worst.group(),
                                        count(of, worst, metric),
                                        view.classOf(metric),
                                        people,
                                        best.group(),
                                        count(of, best, metric),
                                        chance(each, true));
                    });
                });
    }

    /** All of it where there are no charts and no tables beside. */
    public List<String> summary() {
        List<String> sentences = new ArrayList<>(List.of(reading()));
        view.attributes().forEach(attribute -> treatment(attribute)
                .forEach(sentence -> sentences.add("By %s: %s".formatted(attribute, sentence))));
        sentences.addAll(unjudged());
        Stream.of(alike(), furthest(), slices())
                .filter(sentence -> !sentence.isEmpty())
                .forEach(sentences::add);
        return sentences;
    }

    private enum Told {
        SELECTION("selection_rate", "demographic_parity_difference", FairnessView::isOfTwoClasses),
        FOUND("recall", "equal_opportunity_difference", FairnessView::isOfTwoClasses),
        BY_MISTAKE("false_positive_rate", "false_positive_rate_difference", FairnessView::isOfTwoClasses),
        RIGHT("accuracy", "accuracy_difference", view -> !view.isOfTwoClasses()),
        OFF("mae", "mae_difference", view -> true),
        ONE_SIDED("mean_residual", "mean_residual_difference", view -> true),
        PREDICTED("mean_prediction", "mean_prediction_difference", view -> !view.has("mae"));

        private final String metric;
        private final String disparity;
        /** Where it is worth telling. */
        private final Predicate<FairnessView> task;

        Told(String metric, String disparity, Predicate<FairnessView> task) {
            this.metric = metric;
            this.disparity = disparity;
            this.task = task;
        }
    }

    /** @param first of its attribute: says for how many comparisons p-values are corrected */
    private String told(Told told, Disparity disparity, boolean first) {
        Group worst = group(disparity.attributes(), disparity.worstGroup());
        Group best = group(disparity.attributes(), disparity.bestGroup());
        return sentence(told, worst, best) + chance(disparity, first);
    }

    private String sentence(Told told, Group worst, Group best) {
        if (told == Told.OFF || told == Told.PREDICTED) {
            return "The model %s %s on average for people in “%s”, %s in “%s”."
                    .formatted(
                            told == Told.OFF ? "is off by" : "predicts",
                            quantity(worst, told.metric),
                            worst.group(),
                            quantity(best, told.metric),
                            best.group());
        }
        if (told == Told.ONE_SIDED) {
            return "On average the model predicts %s for people in “%s”, and %s in “%s”."
                    .formatted(sided(worst), worst.group(), sided(best), best.group());
        }
        OutOf of = OutOf.telling(worst.metric(told.metric), best.metric(told.metric));
        String people = figures.count(of.people());
        String one = count(of, worst, told.metric);
        String other = count(of, best, told.metric);
        return switch (told) {
            case SELECTION -> "Of %s people in “%s”, %s selected; of %s in “%s”, %s.%s"
                    .formatted(
                            people,
                            worst.group(),
                            of.count(worst.metric(told.metric)) == 1 ? one + " is" : one + " are",
                            people,
                            best.group(),
                            other,
                            ratio(worst, best));
            case FOUND -> "Of %s people in “%s” who have the outcome, the model finds %s; in “%s”, %s."
                    .formatted(people, worst.group(), one, best.group(), other);
            case BY_MISTAKE -> "Of %s people in “%s” who do not have the outcome, the model selects %s by mistake; in “%s”, %s."
                    .formatted(people, worst.group(), one, best.group(), other);
            default -> "Of %s people in “%s”, the model is right about %s; in “%s”, about %s."
                    .formatted(people, worst.group(), one, best.group(), other);
        };
    }

    private String ratio(Group worst, Group best) {
        return disparity(worst.attributes(), "demographic_parity_ratio")
                .filter(each -> each.value() > 0 && each.value() < .995)
                .map(each -> " “%s” is selected %s times as often as “%s”."
                        .formatted(worst.group(), String.format(Locale.ROOT, "%.2f", each.value()), best.group()))
                .orElse("");
    }

    private String count(OutOf of, Group group, String metric) {
        return figures.count(of.count(group.metric(metric))) + of.range(interval(group, metric), figures);
    }

    private String sided(Group group) {
        double residual = group.metric("mean_residual");
        return figures.number(Math.abs(residual)) + (residual > 0 ? " too little" : " too much");
    }

    private String quantity(Group group, String metric) {
        Range interval = interval(group, metric);
        String value = figures.number(group.metric(metric));
        return Double.isNaN(interval.low())
                ? value
                : "%s (%s to %s)".formatted(value, figures.number(interval.low()), figures.number(interval.high()));
    }

    private String chance(Disparity disparity, boolean first) {
        if (Double.isNaN(disparity.pValue())) {
            return "";
        }
        String among = figures.pValue(disparity.pValue())
                + (first && found.comparisons() > 1
                        ? " after correction for %s comparisons".formatted(figures.count(found.comparisons()))
                        : "");
        return disparity.pValue() < LEVEL
                ? " The groups differ by more than chance explains (%s).".formatted(among)
                : " Chance alone may explain the difference (%s).".formatted(among);
    }

    /** Whom the audit cannot judge, and about whom nothing is told; empty if there are none. */
    public List<String> unjudged() {
        List<String> sentences = new ArrayList<>();
        List<String> small = found.groups().stream()
                .filter(group -> !group.judged() && !group.countSuppressed())
                .map(group -> "“%s” (%s)".formatted(group.group(), figures.count(group.count())))
                .toList();
        if (!small.isEmpty()) {
            sentences.add(
                    "Too few people%s to judge: %s. How they are treated is not known well enough to say, and no gate looks at them. %s"
                            .formatted(
                                    asksForOutcomes() ? ", or too few with or without the outcome," : "",
                                    named(small),
                                    whenJudged()));
        }
        List<String> unknown = names(group -> !group.unjudged().stream().allMatch(FairnessView::isOfClass));
        if (!unknown.isEmpty()) {
            sentences.add(
                    "Too few people of whom it is known what became of them: %s. How often the model errs about them is not known well enough to say, and no gate looks at that. %s"
                            .formatted(named(unknown), whenJudged()));
        }
        List<String> lacking = names(group ->
                !group.unjudged().isEmpty() && group.unjudged().stream().allMatch(FairnessView::isOfClass));
        if (!lacking.isEmpty()) {
            sentences.add(
                    "Too few people of a class, or of all others: %s. By that class they are not compared, and no gate looks at it: that takes %s of each."
                            .formatted(
                                    named(lacking),
                                    figures.count(found.judgement().minimumOutcomes())));
        }
        List<String> withheld = names(Group::countSuppressed);
        if (!withheld.isEmpty()) {
            sentences.add(
                    "Withheld, to protect the few people in them: %s. Of groups of fewer than %s people nothing is published, nor of others by which their number could be told."
                            .formatted(
                                    named(withheld),
                                    figures.count(found.judgement().privacyThreshold())));
        }
        return sentences;
    }

    private List<String> names(Predicate<Group> which) {
        return found.groups().stream()
                .filter(which)
                .map(group -> "“%s”".formatted(group.group()))
                .toList();
    }

    private String whenJudged() {
        String each = figures.count(found.judgement().minimumOutcomes());
        return "A group is judged from %s people on%s."
                .formatted(
                        figures.count(found.judgement().minimumRows()),
                        asksForOutcomes() ? ", and %s with and %s without the outcome".formatted(each, each) : "");
    }

    private boolean asksForOutcomes() {
        return found.judgement().minimumOutcomes() > 0 && view.isOfTwoClasses();
    }

    private String named(List<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED
                ? first + " and %s more".formatted(figures.count(names.size() - MOST_NAMED))
                : first;
    }

    public String gates() {
        return decided() + leftUndecided();
    }

    private String decided() {
        List<Gate> gates = found.gates();
        long refused = gates.stream().filter(gate -> !gate.passed()).count();
        if (gates.isEmpty()) {
            return found.unlabelled().gates().isEmpty()
                    ? "No gate was set, so the audit informs but does not decide."
                    : "No gate was decided.";
        }
        if (found.override().isPresent()) {
            return "Refused: %d of %d gates did not pass. %s published the scores all the same, and gave this reason: %s"
                    .formatted(
                            refused,
                            gates.size(),
                            found.override().get().by(),
                            found.override().get().reason());
        }
        return refused == 0
                ? "All gates passed."
                : "Refused: %d of %d gates did not pass.".formatted(refused, gates.size());
    }

    private String leftUndecided() {
        List<String> undecided = found.unlabelled().gates();
        return undecided.isEmpty()
                ? ""
                : " Left out, as no label is known: %s. By such a batch no new model is promoted."
                        .formatted(String.join(", ", undecided));
    }

    /** Which intersection is furthest from everybody else; empty where none is known to be off. */
    public String furthest() {
        return found.contrasts().stream()
                .findFirst()
                .map(worst -> isApart(worst)
                        ? "Of all combinations, “%s” is furthest from everybody else: %s."
                                .formatted(worst.group(), inWords(worst))
                        : "No combination of attributes is known to be treated otherwise than everybody else.")
                .orElse("");
    }

    private static boolean isApart(Contrast contrast) {
        return contrast.difference().low() > 0 || contrast.difference().high() < 0;
    }

    private String inWords(Contrast contrast) {
        if (contrast.metric().equals("mae")) {
            return "the model is off by %s on average, elsewhere by %s"
                    .formatted(figures.number(contrast.value()), figures.number(contrast.rest()));
        }
        OutOf of = OutOf.telling(contrast.value(), contrast.rest());
        String one = figures.count(of.count(contrast.value()));
        String other = figures.count(of.count(contrast.rest()));
        String people = figures.count(of.people());
        if (FairnessView.isOfClass(contrast.metric())) {
            return "of %s people, %s are predicted “%s”, elsewhere %s"
                    .formatted(people, one, view.classOf(contrast.metric()), other);
        }
        return switch (contrast.metric()) {
            case "selection_rate" -> "of %s people, %s are selected, elsewhere %s".formatted(people, one, other);
            case "recall" -> "of %s people with the outcome, the model finds %s, elsewhere %s"
                    .formatted(people, one, other);
            case "false_positive_rate" -> "of %s people without the outcome, the model selects %s by mistake, elsewhere %s"
                    .formatted(people, one, other);
            default -> "of %s people, the model is right about %s, elsewhere about %s".formatted(people, one, other);
        };
    }

    /** Whether people who are alike are decided alike; empty if nobody asked. */
    public String alike() {
        return found.consistency().map(this::alike).orElse("");
    }

    private String alike(Consistency sampled) {
        Group all = found.overall();
        Range interval = interval(all, "consistency");
        return "People who are alike, by what the model sees, are decided alike in %s of cases (%s to %s). That is known of a sample of %s people, each beside the %s who are most like them in it, themselves among these."
                .formatted(
                        figures.percent(all.metric("consistency")),
                        figures.percent(interval.low()),
                        figures.percent(interval.high()),
                        figures.count(sampled.rows()),
                        figures.count(sampled.neighbours()));
    }

    /** Where the model errs most; empty if nobody looked. */
    public String slices() {
        return found.slices().map(this::slices).orElse("");
    }

    private String slices(Slices slices) {
        if (slices.worst().isEmpty()) {
            return "No part of the data stands out by its errors: %s slices were looked at."
                    .formatted(figures.count(slices.tests()));
        }
        Slice worst = slices.worst().get(0);
        if (!slices.wrongIsAShare()) {
            return "The model errs most where %s: it is off by %s on average there, by %s elsewhere."
                    .formatted(worst.condition(), figures.number(worst.loss()), figures.number(worst.rest()));
        }
        OutOf of = OutOf.telling(worst.loss(), slices.loss());
        return "The model errs most where %s: it is wrong about %s of %s people there, and about %s overall."
                .formatted(
                        worst.condition(),
                        figures.count(of.count(worst.loss())),
                        figures.count(of.people()),
                        figures.count(of.count(slices.loss())));
    }

    private Optional<Disparity> disparity(String attributes, String metric) {
        return found.disparities().stream()
                .filter(each ->
                        each.attributes().equals(attributes) && each.metric().equals(metric))
                .findFirst();
    }

    private Group group(String attributes, String name) {
        return view.groupsOf(attributes).stream()
                .filter(group -> group.group().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Range interval(Group group, String metric) {
        return group.intervals().getOrDefault(metric, UNKNOWN);
    }
}
