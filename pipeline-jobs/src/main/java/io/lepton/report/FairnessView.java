package io.lepton.report;

import io.lepton.report.Fairness.Challenger;
import io.lepton.report.Fairness.Contrast;
import io.lepton.report.Fairness.Curves;
import io.lepton.report.Fairness.Disparity;
import io.lepton.report.Fairness.Group;
import io.lepton.report.Fairness.Slice;
import io.lepton.report.Fairness.Slices;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses what the fairness section shows in charts and tables. */
public final class FairnessView {
    private static final Pattern SHOWN_MEASURES = Pattern.compile(
            "(selection|false_positive|base)_rate(_of_.*)?|accuracy|precision|recall|f1|auc(_of_.*)?|expected_calibration_error|consistency|mae|rmse|r2|mean_.*");
    private static final String SHOWN_DISPARITIES =
            "(demographic_parity|equalized_odds|equal_opportunity|predictive_parity|average_odds|false_positive_rate|accuracy|auc|mae|rmse|mean_.*)_(difference|ratio)";
    /** What is drawn, as far as the task has it. */
    private static final List<String> DRAWN =
            List.of("selection_rate", "recall", "false_positive_rate", "precision", "mae", "rmse", "r2");

    /** What is drawn of several classes, where there is no one selection rate. */
    private static final List<String> DRAWN_OF_CLASSES = List.of("accuracy", "recall", "precision");

    /** What is drawn of each class. */
    private static final List<String> DRAWN_OF_A_CLASS =
            List.of("selection_rate", "recall", "false_positive_rate", "precision");

    private static final String OF_CLASS = "_of_";
    private static final Pattern METRIC_OF_CLASS = Pattern.compile("(.+)" + OF_CLASS + "([0-9]{1,4})");
    /** Of more classes those are drawn whose predictions are furthest apart. */
    private static final int MOST_CLASSES = 6;

    private static final int MOST_SLICES = 5;

    private final Fairness found;
    private final List<String> groupMetrics;
    private final Figures figures = new Figures();

    FairnessView(Fairness found) {
        this.found = found;
        this.groupMetrics = found.groups().stream()
                .flatMap(group -> group.metrics().keySet().stream())
                .distinct()
                .filter(metric -> SHOWN_MEASURES.matcher(metric).matches())
                .toList();
    }

    /** A contrast's figure, as a share or in the label's unit. */
    public String figure(Contrast contrast, double value) {
        return contrast.metric().equals("mae") ? figures.number(value) : figures.percent(value);
    }

    /** A slice's loss, as a share or in the label's unit. */
    public String loss(Slices slices, double loss) {
        return slices.wrongIsAShare() ? figures.percent(loss) : figures.number(loss);
    }

    /** Between which ends a contrast's difference lies: in points of 100, or in the label's unit. */
    public String difference(Contrast contrast) {
        boolean share = !contrast.metric().equals("mae");
        double times = share ? 100 : 1;
        return String.format(
                        Locale.ROOT,
                        share ? "%+.1f to %+.1f points" : "%+.3g to %+.3g",
                        times * contrast.difference().low(),
                        times * contrast.difference().high())
                .replace('-', '−');
    }

    /** What a search for the worst slices found, if there was one. */
    public List<Slices> slices() {
        return found.slices().stream().toList();
    }

    /** The worst of them; all are in the audit's table. */
    public List<Slice> worst(Slices slices) {
        return slices.worst().stream().limit(MOST_SLICES).toList();
    }

    /** The model that scored the same rows for comparison, if there was one. */
    public List<Challenger> challengers() {
        return found.challenger().stream().toList();
    }

    /** Single protected attributes. */
    public List<String> attributes() {
        return sets().stream()
                .filter(attributes -> !attributes.contains(Fairness.CROSSED))
                .toList();
    }

    /** Intersections of protected attributes. */
    public List<String> intersections() {
        return sets().stream()
                .filter(attributes -> attributes.contains(Fairness.CROSSED))
                .toList();
    }

    private List<String> sets() {
        return found.groups().stream().map(Group::attributes).distinct().toList();
    }

    /** Groups of one attribute or intersection, in their order. */
    public List<Group> groupsOf(String attributes) {
        return found.groups().stream()
                .filter(group -> group.attributes().equals(attributes))
                .toList();
    }

    /** Those of which something is told. */
    public List<Group> shown(String attributes) {
        return groupsOf(attributes).stream()
                .filter(group -> !group.countSuppressed())
                .toList();
    }

    /** Those of which nothing is. */
    public List<Group> withheld(String attributes) {
        return groupsOf(attributes).stream().filter(Group::countSuppressed).toList();
    }

    /** Bars of the leading measures. */
    public List<GroupBars> bars(String attributes) {
        boolean several = !isOfTwoClasses() && !has("mae");
        return (several ? DRAWN_OF_CLASSES : DRAWN)
                .stream()
                        .filter(this::has)
                        .map(metric -> new GroupBars(
                                attributes,
                                metric,
                                figures.name(metric),
                                several && !metric.equals("accuracy") ? "On average over the classes. " : "",
                                groupsOf(attributes)))
                        .filter(GroupBars::isDrawable)
                        .toList();
    }

    /**
     * One of several classes.
     *
     * @param bars of the measures of the class against all others
     * @param curves of the same; none where the probabilities of all classes are not known
     */
    public record ClassCharts(String name, List<GroupBars> bars, List<CurveChart> curves) {}

    /** Bars of each class; of many classes those that groups are predicted most unequally. */
    public List<ClassCharts> classes(String attributes) {
        String measure = "selection_rate" + OF_CLASS;
        List<String> classes = found.overall().metrics().keySet().stream()
                .filter(metric -> metric.startsWith(measure))
                .map(metric -> metric.substring(measure.length()))
                .sorted(Comparator.comparingDouble(each -> -apart(attributes, measure + each)))
                .limit(MOST_CLASSES)
                .toList();
        return found.overall().metrics().keySet().stream()
                .filter(metric -> metric.startsWith(measure))
                .map(metric -> metric.substring(measure.length()))
                .filter(classes::contains)
                .map(each -> new ClassCharts(className(each), bars(attributes, each), curves(attributes, each)))
                .filter(each -> !each.bars().isEmpty())
                .toList();
    }

    /** Whether there are more classes than are drawn. */
    public boolean drawsSomeClasses() {
        return found.overall().metrics().keySet().stream()
                        .filter(metric -> metric.startsWith("selection_rate" + OF_CLASS))
                        .count()
                > MOST_CLASSES;
    }

    private List<GroupBars> bars(String attributes, String number) {
        return DRAWN_OF_A_CLASS.stream()
                .map(measure -> new GroupBars(
                        attributes,
                        measure + OF_CLASS + number,
                        name(measure + OF_CLASS + number),
                        "",
                        groupsOf(attributes)))
                .filter(GroupBars::isDrawable)
                .toList();
    }

    /** How far a measure of the judged groups is apart. */
    private double apart(String attributes, String metric) {
        DoubleSummaryStatistics values = groupsOf(attributes).stream()
                .filter(group -> group.judged(metric))
                .mapToDouble(group -> group.metric(metric))
                .filter(Double::isFinite)
                .summaryStatistics();
        return values.getCount() == 0 ? 0 : values.getMax() - values.getMin();
    }

    /** What a metric is called; that of a class by the class's name. */
    public String name(String metric) {
        Matcher ofClass = METRIC_OF_CLASS.matcher(metric);
        return ofClass.matches()
                ? "%s of %s".formatted(figures.name(ofClass.group(1)), className(ofClass.group(2)))
                : figures.name(metric);
    }

    /** The selection rate of the class that the second group is predicted more often than the first, by most. */
    Optional<String> predictedMostUnequally(Group first, Group second) {
        return second.metrics().keySet().stream()
                .filter(metric ->
                        metric.startsWith("selection_rate" + OF_CLASS) && first.judged(metric) && second.judged(metric))
                .max(Comparator.comparingDouble(metric -> second.metric(metric) - first.metric(metric)));
    }

    /** The class that a metric is of. */
    String classOf(String metric) {
        return className(metric.substring(metric.indexOf(OF_CLASS) + OF_CLASS.length()));
    }

    /** Whether a metric is of one of several classes. */
    static boolean isOfClass(String metric) {
        return METRIC_OF_CLASS.matcher(metric).matches();
    }

    private String className(String number) {
        int place = Integer.parseInt(number);
        return place < found.classes().size() ? found.classes().get(place) : "class " + number;
    }

    /** How well scores rank the groups, and whether they come true. */
    public List<CurveChart> curves(String attributes) {
        return curves(attributes, "");
    }

    /** @param number of one of several classes; empty of two */
    private List<CurveChart> curves(String attributes, String number) {
        List<Curves> curves = found.curves().stream()
                .filter(each ->
                        each.attributes().equals(attributes) && each.ofClass().equals(number))
                .toList();
        if (curves.isEmpty()) {
            return List.of();
        }
        String suffix = number.isEmpty() ? "" : OF_CLASS + number;
        String ofClass = number.isEmpty() ? "" : " of " + className(number);
        return Stream.of(
                        CurveChart.ranking(ofClass + " by " + attributes, "auc" + suffix, curves, groupsOf(attributes)),
                        CurveChart.calibration(
                                ofClass + " by " + attributes,
                                "expected_calibration_error" + suffix,
                                curves,
                                groupsOf(attributes)))
                .filter(CurveChart::isDrawable)
                .toList();
    }

    /** Those that a reader looks for; all are in the audit's table. */
    public List<Disparity> disparities() {
        return found.disparities().stream()
                .filter(each -> each.metric().matches(SHOWN_DISPARITIES))
                .toList();
    }

    /** Names of the measures that a reader looks for and any group has, in order of first appearance; all are in the audit's table. */
    public List<String> groupMetrics() {
        return groupMetrics;
    }

    /** What the measures mean that are shown. */
    public List<Meaning> meanings() {
        Set<Meaning> shown = new LinkedHashSet<>();
        Stream.of(
                        groupMetrics().stream(),
                        disparities().stream().map(Disparity::metric),
                        found.contrasts().stream().map(Contrast::metric))
                .flatMap(metrics -> metrics)
                .flatMap(metric -> Meaning.of(metric).stream())
                .forEach(shown::add);
        return Meaning.all().stream().filter(shown::contains).toList();
    }

    /** Where a measure is explained; empty if it is not. */
    public String term(String metric) {
        return Meaning.of(metric).map(Meaning::measure).orElse("");
    }

    /** Of several classes there is no one selection rate. */
    boolean isOfTwoClasses() {
        return has("selection_rate");
    }

    boolean has(String metric) {
        return found.overall().metrics().containsKey(metric);
    }
}
