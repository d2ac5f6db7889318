package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.MultipleTesting;
import io.lepton.testing.LocalSpark;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of which some have a label: what needs none is that of all rows, what needs one that of the rows that have it. */
@ExtendWith(LocalSpark.class)
class PartlyLabelledTest {
    private static final int ROWS = 4_000;

    private final SparkSession spark;

    PartlyLabelledTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Labels of the last race are known of 44 people only, of the two before of 6. */
    private Dataset<Row> rows(int classes) {
        String number = classes == 0 ? "5 * %s" : "floor(" + classes + " * %s)";
        return spark.range(0, ROWS, 1, 2)
                .selectExpr("id", "pmod(xxhash64(id), 1009) / 1009 as u", "pmod(xxhash64(7, id), 997) / 997 as v")
                .selectExpr(
                        "case when id % 5 = 2 and id % 8 < 5 or id % 8 = 7 and id >= 352 or id % 8 in (5, 6) and id >= 48 then null else "
                                + number.formatted("(0.6 * u + 0.4 * v)") + " end as label",
                        number.formatted("u") + " as prediction",
                        "u as score",
                        "if(v + id % 2 < 0.9, 'women', 'men') as sex",
                        "concat('race ', id % 8) as race");
    }

    private static FairnessAudit audit() {
        return new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("sex", "race")));
    }

    /** Nobody is withheld. */
    private static FairnessAudit openly() {
        return new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("sex", "race"))
                .withJudgement(new AuditInput.Judgement(30, 30, 0)));
    }

    /** Figures of all people of a group, less those of the people whose outcome is known, would be those of the few others. */
    @Test
    void fewWithoutALabelDoNotFollowFromFiguresWithAndWithoutThem() {
        Dataset<Row> rows = rows(2).selectExpr(
                        "if(sex = 'men' and score < 0.0025 or race = 'race 2' and score < 0.5, null, coalesce(label, 0)) as label",
                        "prediction",
                        "score",
                        "sex",
                        "if(sex = 'men', race, 'no race') as race");
        Dataset<Row> known = rows.where("label is not null");
        Dataset<Row> men = rows.where("sex = 'men'");
        long fewMen = men.where("label is null").count()
                - men.where("label is null and race = 'race 2'").count();
        assertThat(fewMen).isBetween(1L, 9L);

        FairnessReport report = audit().audit(rows);

        report.groups().stream()
                .filter(group -> !group.countSuppressed() && !group.attributes().contains("×"))
                .forEach(group -> {
                    String of = group.attributes() + " = '" + group.group() + "'";
                    long unlabelled = rows.where(of).where("label is null").count();
                    long told = group.count("mean_score") - group.count("recall");
                    assertThat(told).as(of).isIn(0L, unlabelled);
                    assertThat(told == 0 || told >= 10).as(of + ": " + told).isTrue();
                    Dataset<Row> counted = told == 0 ? known : rows;
                    assertThat(group.metric("mean_score"))
                            .as(of)
                            .isCloseTo(
                                    counted.where(of)
                                            .selectExpr("avg(score)")
                                            .head()
                                            .getDouble(0),
                                    within(1e-9));
                });
        assertThat(report.overall().count()).isEqualTo(ROWS);

        FairnessReport oneMissing = audit().audit(rows.selectExpr(
                "if(score < 0.0005, null, coalesce(label, 0)) as label", "prediction", "score", "sex", "race"));
        assertThat(oneMissing.unlabelled()).isZero();
        assertThat(oneMissing.overall().count()).isBetween(ROWS - 9L, ROWS - 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 0})
    void eachFigureIsOfTheRowsThatTellIt(int classes) {
        Dataset<Row> rows = rows(classes);
        Dataset<Row> known = rows.where("label is not null");

        FairnessReport report = openly().audit(rows);

        FairnessReport ofPredictions = openly().audit(rows.withColumn(
                "label", rows.col("label").cast("double").multiply(Double.NaN)));
        FairnessReport ofLabels = openly().audit(known);
        assertThat(report.overall().count()).isEqualTo(ROWS);
        assertThat(report.unlabelled()).isEqualTo(ROWS - known.count());
        assertThat(ofPredictions.hasLabels()).isFalse();
        assertThat(ofPredictions.curves()).isEmpty();
        assertThat(ofPredictions.contrasts()).noneMatch(contrast -> Gates.needsLabels(contrast.metric()));
        assertThat(ofLabels.unlabelled()).isZero();
        assertThat(figures(report)).containsExactlyInAnyOrderEntriesOf(joined(ofPredictions, ofLabels));
        assertThat(values(report)).isEqualTo(values(ofPredictions, ofLabels));
        assertThat(report.curves()).isEqualTo(ofLabels.curves());
        requireAdjusted(report);
    }

    /** Metrics and intervals of all groups. */
    private static Map<List<String>, List<Object>> figures(FairnessReport report) {
        Map<List<String>, List<Object>> figures = new LinkedHashMap<>();
        Stream.concat(Stream.of(report.overall()), report.groups().stream()).forEach(group -> group.metrics()
                .forEach((metric, value) -> figures.put(
                        List.of(group.attributes(), group.group(), metric),
                        List.of(
                                rounded(value),
                                rounded(group.interval(metric)),
                                group.count(metric),
                                group.judged(metric)))));
        return figures;
    }

    /** Sums are added up in another order. */
    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }

    private static List<Double> rounded(Interval interval) {
        return List.of(rounded(interval.low()), rounded(interval.high()));
    }

    private static Map<List<String>, List<Object>> joined(FairnessReport ofPredictions, FairnessReport ofLabels) {
        Map<List<String>, List<Object>> joined = figures(ofPredictions);
        assertThat(joined.keySet()).noneMatch(name -> Gates.needsLabels(name.get(2)));
        figures(ofLabels).forEach((name, figure) -> {
            if (Gates.needsLabels(name.get(2))) {
                joined.put(name, figure);
            }
        });
        return joined;
    }

    /** Values and p-values of the disparities of several audits, of each those that no earlier one has. */
    private static Map<List<String>, List<Object>> values(FairnessReport... reports) {
        Map<List<String>, List<Object>> values = new LinkedHashMap<>();
        Arrays.stream(reports)
                .flatMap(report -> report.disparities().stream())
                .forEach(each -> values.putIfAbsent(
                        List.of(each.attributes(), each.metric()),
                        List.of(
                                rounded(each.value()),
                                rounded(each.interval()),
                                rounded(each.significance().pValue()),
                                each.worstGroup())));
        return values;
    }

    /** P-values are adjusted for all that is tested, whatever rows tell it: no less than by Holm of them alone. */
    private static void requireAdjusted(FairnessReport report) {
        Map<String, Double> tested = report.disparities().stream()
                .filter(each -> each.significance().pValue() >= 0)
                .collect(Collectors.toMap(
                        each -> each.attributes() + each.significance().pValue(),
                        each -> each.significance().pValue(),
                        (one, other) -> one));
        double smallest = tested.values().stream().min(Double::compare).orElseThrow();
        double adjusted = report.disparities().stream()
                .filter(each -> each.significance().pValue() == smallest)
                .findFirst()
                .orElseThrow()
                .significance()
                .holm();
        double[] all = tested.values().stream().mapToDouble(each -> each).toArray();
        assertThat(report.comparisons()).isGreaterThanOrEqualTo(all.length);
        assertThat(adjusted)
                .isGreaterThanOrEqualTo(
                        Arrays.stream(MultipleTesting.holm(all)).min().orElseThrow());
        assertThat(adjusted).isEqualTo(Math.min(1, smallest * report.comparisons()));
    }

    @Test
    void aGroupOfFewLabelsIsJudgedByItsPredictionsAlone() {
        FairnessReport report = audit().audit(rows(2));

        GroupMetrics few = group(report, "race 7");
        assertThat(few.judged("selection_rate")).isTrue();
        assertThat(few.count("selection_rate")).isEqualTo(ROWS / 8);
        assertThat(few.judged("recall")).isFalse();
        assertThat(few.count("recall")).isEqualTo(44);
        GroupMetrics fewer = group(report, "race 6");
        assertThat(fewer.judged("selection_rate")).isTrue();
        assertThat(fewer.metrics()).containsKey("selection_rate").doesNotContainKey("recall");
        assertThat(fewer.labelled()).contains(new GroupMetrics.Labelled(10, false, true));
    }

    @Test
    void gatesLookAtTheGroupsThatTheirFigureCanJudge() {
        Dataset<Row> rows = rows(2);
        FairnessReport report = audit().audit(rows.selectExpr(
                "if(race > 'race 4', null, label) label", "prediction", "score", "sex", "race"));

        List<GateDecision> decisions =
                Gates.decide(List.of(gate("group_selection_rate", "race"), gate("group_recall", "race")), report);

        assertThat(decisions).extracting(GateDecision::value).doesNotContain(Double.NaN);
        double lowest = report.groups().stream()
                .filter(group -> group.attributes().equals("race"))
                .mapToDouble(group -> group.metric("selection_rate"))
                .min()
                .orElseThrow();
        assertThat(decisions.get(0).value()).isEqualTo(lowest);
        assertThat(disparity(report, "demographic_parity_difference").value())
                .isEqualTo(disparity(audit().audit(rows), "demographic_parity_difference")
                        .value());
    }

    private static Gate gate(String metric, String attribute) {
        return new Gate(
                metric,
                Optional.of(0.0),
                Optional.empty(),
                Optional.of(attribute),
                Gate.JudgedBy.POINT,
                Gate.Against.NOTHING);
    }

    private static GroupMetrics group(FairnessReport report, String name) {
        return report.groups().stream()
                .filter(group -> group.group().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Disparity disparity(FairnessReport report, String metric) {
        return report.disparities().stream()
                .filter(each ->
                        each.metric().equals(metric) && each.attributes().equals("race"))
                .findFirst()
                .orElseThrow();
    }
}
