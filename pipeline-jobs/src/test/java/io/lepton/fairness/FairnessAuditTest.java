package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.fairness.estimate.Homogeneity;
import io.lepton.fairness.estimate.Proportion;
import io.lepton.fairness.measures.BetweenGroups;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class FairnessAuditTest {
    private static final String FAIRLEARN_LABELS = "011110101000111111";
    private static final String FAIRLEARN_PREDICTIONS = "001011100111100110";
    private static final String FAIRLEARN_GROUPS = "bbabbcccaacabccbcc";
    private static final StructType COLUMNS = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("score", DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("the group.", DataTypes.StringType)
            .add("age", DataTypes.StringType);

    private final SparkSession spark = LocalSpark.session();

    /** Golden: the example of Fairlearn's user guide, "Assessment", metrics with multiple groups. */
    @Test
    void givesFairlearnsFiguresForFairlearnsExample() {
        Dataset<Row> rows = rows(fairlearn());

        FairnessReport report = new FairnessAudit(input(List.of("the group."), 0, 0)).audit(rows);

        GroupMetrics overall = report.overall();
        assertThat(overall.count()).isEqualTo(18);
        assertThat(overall.metric("recall")).isEqualTo(.5);
        assertThat(overall.metric("false_positive_rate")).isCloseTo(.666667, within(1e-6));
        assertThat(overall.metric("selection_rate")).isCloseTo(.555556, within(1e-6));
        assertThat(report.groups()).extracting(GroupMetrics::group).containsExactly("a", "b", "c");
        assertThat(report.groups()).extracting(GroupMetrics::count).containsExactly(4L, 6L, 8L);
        assertThat(report.groups()).extracting(group -> group.metric("recall")).containsExactly(.5, .6, .4);
        assertThat(report.groups())
                .extracting(group -> group.metric("selection_rate"))
                .containsExactly(.75, .5, .5);
        assertThat(report.groups().get(2).metric("false_positive_rate")).isCloseTo(.666667, within(1e-6));
        assertThat(disparity(report, "equal_opportunity_difference").value()).isCloseTo(.2, within(1e-12));
        assertThat(disparity(report, "equal_opportunity_ratio").value()).isCloseTo(.666667, within(1e-6));
        assertThat(disparity(report, "demographic_parity_difference").value()).isEqualTo(.25);
        assertThat(disparity(report, "demographic_parity_ratio").value()).isCloseTo(.666667, within(1e-6));
        assertThat(disparity(report, "equalized_odds_difference").value()).isEqualTo(1);
        assertThat(disparity(report, "equalized_odds_difference").worstGroup()).isEqualTo("a");
        assertThat(disparity(report, "equalized_odds_ratio").value()).isZero();
    }

    /** Golden: the test of Aequitas's audit of ten people, expected_output_bias_test_1: figures by group, and their ratios to "High". */
    @Test
    void givesAequitassFiguresForAequitassExample() {
        Dataset<Row> rows = rows(people("1111100000", "1001110011", "HLHLHLHLHL"));

        FairnessReport report = new FairnessAudit(input(List.of("the group."), 0, 0)).audit(rows);

        Map<String, List<Double>> expected = Map.of(
                "selection_rate", List.of(.6, .6),
                "false_positive_rate", List.of(.5, 2.0 / 3),
                "false_negative_rate", List.of(1.0 / 3, .5),
                "false_omission_rate", List.of(.5, .5),
                "false_discovery_rate", List.of(1.0 / 3, 2.0 / 3));
        assertThat(report.groups()).extracting(GroupMetrics::group).containsExactly("H", "L");
        expected.forEach((metric, values) -> {
            for (int group = 0; group < 2; group++) {
                assertThat(report.groups().get(group).metric(metric))
                        .as(metric)
                        .isCloseTo(values.get(group), within(1e-12));
            }
        });
        // Ours are of the smaller to the larger.
        assertThat(disparity(report, "demographic_parity_ratio").value()).isEqualTo(1);
        assertThat(disparity(report, "false_discovery_rate_ratio").value()).isCloseTo(1 / 2.0, within(1e-12));
        assertThat(disparity(report, "false_omission_rate_ratio").value()).isEqualTo(1);
    }

    /** Golden: AIF360's tests of ClassificationMetric's entropies, of ten people in three groups. */
    @Test
    void givesAif360sEntropyForAif360sExample() {
        Dataset<Row> first = rows(people("1001001011", "1000111010", "aabbbbcccc"));
        Dataset<Row> second = rows(people("1001001011", "0110000111", "aabbbbcccc"));
        FairnessAudit audit = new FairnessAudit(input(List.of("the group."), 0, 0));

        FairnessReport report = audit.audit(first);

        GroupMetrics ofFirst = report.overall();
        assertThat(ofFirst.metric("generalized_entropy_index")).isCloseTo(.2, within(1e-12));
        assertThat(ofFirst.metric("theil_index")).isCloseTo(4 * Math.log(2) / 10, within(1e-12));
        assertThat(disparity(report, "between_group_generalized_entropy_index").value())
                .isCloseTo((4 * (1.25 * 1.25 - 1) + 4 * (.75 * .75 - 1)) / 20, within(1e-12));
        assertThat(audit.audit(second).overall().metric("generalized_entropy_index"))
                .isCloseTo(.3, within(1e-12));
    }

    /** Golden: the training file of Adult; statistical parity difference and disparate impact of the labels themselves. */
    @Test
    void givesAdultsStatisticalParityAndDisparateImpact() {
        Dataset<Row> adult = spark.read().option("header", true).csv("../deploy/data/adult/adult.csv.gz");
        Dataset<Row> rows = adult.withColumn(
                        "label",
                        functions.col("income-per-year").equalTo(">50K").cast("double"))
                .withColumn("score", functions.col("label"))
                .withColumn("prediction", functions.col("label"));

        FairnessReport report =
                new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("sex", "race"))).audit(rows);

        assertThat(disparity(report, "demographic_parity_difference").value()).isCloseTo(.1962760, within(1e-7));
        Disparity ratio = disparity(report, "demographic_parity_ratio");
        assertThat(ratio.value()).isCloseTo(.3580225, within(1e-7));
        assertThat(ratio.worstGroup()).isEqualTo("Female");
        assertThat(ratio.bestGroup()).isEqualTo("Male");
        assertThat(report.groups())
                .filteredOn(group -> group.attributes().equals("sex × race"))
                .hasSize(10)
                .extracting(GroupMetrics::count)
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(32561));
    }

    /** Of 32,561 people: men who are white against all others, by the labels themselves. */
    @Test
    void contrastsIntersectionsWithEverybodyElseAndDrawsSingleAttributes() {
        Dataset<Row> adult = spark.read().option("header", true).csv("../deploy/data/adult/adult.csv.gz");
        Dataset<Row> rows = adult.withColumn(
                        "label",
                        functions.col("income-per-year").equalTo(">50K").cast("double"))
                .withColumn("score", functions.expr("label * 0.5 + 0.25"))
                .withColumn("prediction", functions.col("label"));
        Row counts = rows.selectExpr(
                        "avg(if(sex = 'Male' and race = 'White', label, null))",
                        "avg(if(sex = 'Male' and race = 'White', null, label))")
                .head();

        FairnessReport report =
                new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("sex", "race"))).audit(rows);

        GroupContrast first = report.contrasts().get(0);
        assertThat(first.group()).isEqualTo("Male × White");
        assertThat(first.metric()).isEqualTo("selection_rate");
        assertThat(first.value()).isCloseTo(counts.getDouble(0), within(1e-12));
        assertThat(first.rest()).isCloseTo(counts.getDouble(1), within(1e-12));
        assertThat(first.difference().low()).isPositive().isLessThan(first.value() - first.rest());
        assertThat(first.adjustedPValue()).isLessThan(1e-12);
        assertThat(report.contrasts())
                .extracting(GroupContrast::leastDistance)
                .isSortedAccordingTo(Collections.reverseOrder());
        assertThat(report.contrasts()).extracting(GroupContrast::group).doesNotHaveDuplicates();
        assertThat(report.curves())
                .extracting(curves -> curves.attributes() + "=" + curves.group())
                .contains("sex=Female", "sex=Male", "race=White")
                .allMatch(group -> !group.contains("×"));
        assertThat(report.curves().get(0).roc().truePositiveRates())
                .as("scores are perfect")
                .containsExactly(0.0, 1.0, 1.0);
        assertThat(report.comparisons()).isPositive();
    }

    @Test
    void showsSmallGroupsWithoutJudgingThemAndWithholdsTheSmallest() {
        Dataset<Row> rows = rows(fairlearn());

        FairnessReport report = new FairnessAudit(input(List.of("the group."), 9, 5)).audit(rows);

        GroupMetrics a = report.groups().get(0);
        GroupMetrics b = report.groups().get(1);
        GroupMetrics c = report.groups().get(2);
        assertThat(a.countSuppressed()).isTrue();
        assertThat(a.count()).isEqualTo(5);
        assertThat(a.metrics()).isEmpty();
        assertThat(b)
                .as("of all 18 less 6 and 8 there would be 4 in a")
                .isEqualTo(GroupMetrics.suppressed("the group.", "b", 5));
        assertThat(c.judged()).isFalse();
        assertThat(c.count()).isEqualTo(8);
        assertThat(c.metric("selection_rate")).isEqualTo(.5);
        assertThat(disparity(report, "demographic_parity_difference").value()).isNaN();
        assertThat(disparity(report, "conditional_demographic_disparity").value())
                .isNaN();
    }

    @Test
    void figuresOfAllGroupsAreOfThoseThatAreTold() {
        Dataset<Row> told =
                rows(people("0111101010" + "0010111001", "1011100101" + "0110111001", "aaaaaaaaaabbbbbbbbbb"));
        Dataset<Row> withheld = rows(people("0110110", "1110001", "cccddee"));
        FairnessAudit audit = new FairnessAudit(input(List.of("the group."), 0, 5));

        FairnessReport report = audit.audit(told.union(withheld));

        assertThat(report.groups().stream().filter(GroupMetrics::countSuppressed))
                .extracting(GroupMetrics::group)
                .containsExactly("c", "d", "e");
        for (String name : BetweenGroups.NAMES) {
            assertThat(disparity(report, name).value())
                    .as(name)
                    .isEqualTo(disparity(audit.audit(told), name).value());
        }
    }

    @Test
    void tellsNothingOfAGroupAgainstFewOthers() {
        Dataset<Row> rows = rows(people("0111101010", "0010111001", "aaaaaabbbb"));

        FairnessReport report = new FairnessAudit(input(List.of("the group."), 0, 5)).audit(rows);

        assertThat(report.groups())
                .hasSize(2)
                .allMatch(group -> group.countSuppressed() && group.metrics().isEmpty());
        assertThat(report.curves()).isEmpty();
        assertThat(report.contrasts()).isEmpty();
        assertThat(disparity(report, "score_ks_distance_maximum").value()).isNaN();
    }

    @Test
    void binsGeneralizedRangesByTheirMiddleWhereBinsAreDeclared() {
        List<Row> rows = new ArrayList<>();
        for (String age : new String[] {"[20, 24)", "[20, 30]", "[24, 30)", "25", "*", null, "[-7, 1.5]"}) {
            rows.add(RowFactory.create(1.0, .5, 1.0, "g", age));
        }

        FairnessReport binned = new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("age"))
                        .withBins(Map.of("age", List.of(25.0)))
                        .withJudgement(new AuditInput.Judgement(0, 0, 0)))
                .audit(rows(rows));
        FairnessReport asTheyAre = new FairnessAudit(input(List.of("age"), 0, 0)).audit(rows(rows));

        assertThat(binned.groups()).extracting(GroupMetrics::group).containsExactly("(missing)", "*", "< 25", "≥ 25");
        assertThat(binned.groups()).extracting(GroupMetrics::count).containsExactly(1L, 1L, 2L, 3L);
        assertThat(asTheyAre.groups()).extracting(GroupMetrics::group).contains("[20, 24)", "(missing)", "25");
    }

    @Test
    void cutsManyNumbersAtTheirQuartilesAndLeavesFewAsTheyAre() {
        Dataset<Row> rows = spark.range(1000)
                .selectExpr(
                        "cast(id % 2 as double) label",
                        "0.5 score", "1.0 prediction", "cast(id as int) many", "cast(id % 3 as double) few");

        FairnessReport report = new FairnessAudit(input(List.of("many", "few"), 0, 0)).audit(rows);

        assertThat(report.groups())
                .filteredOn(group -> group.attributes().equals("many"))
                .extracting(GroupMetrics::group)
                .containsExactlyInAnyOrder("< 249", "249 to < 499", "499 to < 749", "≥ 749");
        assertThat(report.groups())
                .filteredOn(group -> group.attributes().equals("few"))
                .extracting(GroupMetrics::group)
                .containsExactly("0", "1", "2");
    }

    @Test
    void measuresClassesByTheirMacroMeansAndNumbersByTheirErrors() {
        Dataset<Row> classes = rows(List.of(
                RowFactory.create(0.0, .1, 0.0, "x", ""),
                RowFactory.create(1.0, .1, 0.0, "x", ""),
                RowFactory.create(2.0, .1, 2.0, "y", ""),
                RowFactory.create(1.0, .1, 1.0, "y", "")));
        Dataset<Row> numbers = rows(List.of(
                RowFactory.create(1.5, 0.0, 1.0, "x", ""),
                RowFactory.create(2.0, 0.0, 3.0, "x", ""),
                RowFactory.create(4.0, 0.0, 1.0, "y", "")));
        FairnessAudit audit = new FairnessAudit(input(List.of("the group."), 0, 0));

        FairnessReport ofClasses = audit.audit(classes);
        FairnessReport ofNumbers = audit.audit(numbers);

        assertThat(ofClasses.overall().metric("accuracy")).isEqualTo(.75);
        assertThat(ofClasses.overall().metric("recall")).isCloseTo((1 + .5 + 1) / 3, within(1e-12));
        assertThat(ofClasses.groups().get(0).metric("selection_rate_of_0")).isEqualTo(1);
        assertThat(disparity(ofClasses, "demographic_parity_difference").value())
                .isEqualTo(1);
        assertThat(ofNumbers.groups().get(0).metric("mae")).isEqualTo(.75);
        assertThat(ofNumbers.groups().get(0).metric("mean_residual")).isEqualTo(-.25);
        assertThat(ofNumbers.groups().get(1).metric("rmse")).isEqualTo(3);
        assertThat(disparity(ofNumbers, "mae_ratio").value()).isEqualTo(.25);
        assertThat(disparity(ofNumbers, "mae_difference").worstGroup()).isEqualTo("y");
    }

    /**
     * Golden, by hand. Of class 0, 1 and 2 group x finds 2/2, 1/2 and 0/1, y finds 1/2, 2/2 and has none of the third: differences .5 and .5. Mistaken for
     * class 0, 1 and 2 are 1/3, 0/3 and 1/4 of x's others, and 0/2, 1/2 and 0/4 of y's: differences 1/3, 1/2 and 1/4. Right when they say so are 2/3, 1/1 and
     * 0/1 in x, 1/1 and 2/3 in y, which never says 2: differences 1/3 and 1/3.
     */
    @Test
    void comparesTheClassInWhichGroupsAreFurthestApart() {
        Dataset<Row> classes = rows(List.of(
                RowFactory.create(0.0, .1, 0.0, "x", ""),
                RowFactory.create(0.0, .1, 0.0, "x", ""),
                RowFactory.create(1.0, .1, 1.0, "x", ""),
                RowFactory.create(1.0, .1, 2.0, "x", ""),
                RowFactory.create(2.0, .1, 0.0, "x", ""),
                RowFactory.create(0.0, .1, 0.0, "y", ""),
                RowFactory.create(0.0, .1, 1.0, "y", ""),
                RowFactory.create(1.0, .1, 1.0, "y", ""),
                RowFactory.create(1.0, .1, 1.0, "y", "")));

        FairnessReport report = new FairnessAudit(input(List.of("the group."), 0, 0)).audit(classes);

        assertThat(disparity(report, "equal_opportunity_difference").value()).isEqualTo(.5);
        assertThat(disparity(report, "equal_opportunity_ratio").value()).isEqualTo(.5);
        assertThat(disparity(report, "equal_opportunity_difference").worstGroup())
                .as("the first class of those that are as far apart")
                .isEqualTo("y");
        assertThat(disparity(report, "equalized_odds_difference").value()).isEqualTo(.5);
        assertThat(disparity(report, "equalized_odds_ratio").value()).isZero();
        assertThat(disparity(report, "predictive_parity_difference").value()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(disparity(report, "recall_difference").value()).isCloseTo(.75 - 1.5 / 3, within(1e-12));
        GroupMetrics x = report.groups().get(0);
        assertThat(x.metric("false_negative_rate_of_1")).isEqualTo(.5);
        assertThat(x.metric("base_rate_of_2")).isEqualTo(.2);
        assertThat(x.metric("f1_of_0")).isCloseTo(2 * 2 / 5.0, within(1e-12));
        assertThat(x.metric("f1_of_1")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(x.metric("f1_of_2")).isZero();
    }

    /**
     * Golden, by hand. Group x is sure by .55, wrongly, twice, and by .6 and .9, rightly: (2 × .55 + .4 + .1) ÷ 4 = .4 over bins, 2.6 ÷ 4 − 1/2 = .15 in the
     * large. Of its class 0, predicted with .55 and .9 and right once, 1.45 ÷ 2 − 1/2 = .225.
     */
    @Test
    void tellsWhetherTheProbabilityOfThePredictedClassComesTrue() {
        Dataset<Row> classes = rows(List.of(
                RowFactory.create(0.0, .55, 2.0, "x", ""),
                RowFactory.create(1.0, .55, 0.0, "x", ""),
                RowFactory.create(2.0, .6, 2.0, "x", ""),
                RowFactory.create(0.0, .9, 0.0, "x", ""),
                RowFactory.create(0.0, 1.0, 0.0, "y", ""),
                RowFactory.create(1.0, .7, 1.0, "y", "")));
        AuditInput input = input(List.of("the group."), 0, 0).withTask(AuditTask.classes(3));

        FairnessReport report = new FairnessAudit(input).audit(classes);

        GroupMetrics x = report.groups().get(0);
        assertThat(x.metric("expected_calibration_error")).isCloseTo(.4, within(1e-12));
        assertThat(x.metric("mean_score")).isCloseTo(.65, within(1e-12));
        assertThat(x.metric("calibration_in_the_large")).isCloseTo(.15, within(1e-12));
        assertThat(x.metric("calibration_in_the_large_of_0")).isCloseTo(.225, within(1e-12));
        assertThat(x.metrics()).doesNotContainKey("calibration_in_the_large_of_1");
        assertThat(disparity(report, "expected_calibration_error_difference").value())
                .isCloseTo(.4 - .3 / 2, within(1e-12));
        assertThat(disparity(report, "calibration_in_the_large_difference").value())
                .isCloseTo(.15 + .15, within(1e-12));
        assertThat(new FairnessAudit(input)
                        .audit(classes.withColumn("score", functions.expr("nullif(score, 0.9)")))
                        .overall()
                        .metrics())
                .as("one that is not known tells nothing of all")
                .doesNotContainKeys("mean_score", "expected_calibration_error");
    }

    /**
     * Golden, by hand. Of group x class 0 ranks one positive (.5) against .5, .2 and .1: (½ + 1 + 1) ÷ 3; class 1 two (.4, .3) against .3 and .2: (1 +
     * 1 + 1 + ½) ÷ 4; class 2 one (.7) against .2, .3 and .5: 1. Brier: .5² + .3² + .2²; .5² + .6² + .1² … of each row.
     */
    @Test
    void tellsHowWellTheProbabilitiesOfEachClassRank() {
        Dataset<Row> classes = rows(List.of(
                        RowFactory.create(0.0, .5, 0.0, "x", ".5 .3 .2"),
                        RowFactory.create(1.0, .5, 0.0, "x", ".5 .4 .1"),
                        RowFactory.create(1.0, .5, 2.0, "x", ".2 .3 .5"),
                        RowFactory.create(2.0, .7, 2.0, "x", ".1 .2 .7"),
                        RowFactory.create(0.0, .8, 0.0, "y", ".8 .1 .1")))
                .withColumn("by class", functions.expr("cast(split(age, ' ') as array<double>)"));
        AuditInput input = input(List.of("the group."), 0, 0)
                .withTask(AuditTask.classes(3))
                .withProbabilities(Optional.of("by class"));

        GroupMetrics x = new FairnessAudit(input).audit(classes).groups().get(0);

        assertThat(x.metric("auc_of_0")).isCloseTo(2.5 / 3, within(1e-12));
        assertThat(x.metric("auc_of_1")).isCloseTo(3.5 / 4, within(1e-12));
        assertThat(x.metric("auc_of_2")).isCloseTo(1, within(1e-12));
        assertThat(x.metric("auc")).isCloseTo((2.5 / 3 + 3.5 / 4 + 1) / 3, within(1e-12));
        assertThat(x.metric("average_precision_of_0")).isCloseTo(1.0 / 2, within(1e-12));
        assertThat(x.metric("mean_score_of_1")).isCloseTo(.3, within(1e-12));
        assertThat(x.metric("expected_calibration_error_of_2")).isCloseTo((.2 + .1 + .5 + .3) / 4, within(1e-12));
        assertThat(x.metric("score_ks_distance_of_0")).isEqualTo(1);
        assertThat(x.metric("score_wasserstein_distance_of_1")).isCloseTo(.2, within(1e-12));
        assertThat(x.metric("score_jensen_shannon_divergence_of_0")).isCloseTo(1, within(1e-12));
        assertThat(x.metric("brier_score"))
                .isCloseTo((.25 + .09 + .04 + .25 + .36 + .01 + .04 + .49 + .25 + .01 + .04 + .09) / 4, within(1e-12));
        assertThat(x.metric("brier_score_of_2")).isCloseTo((.04 + .01 + .25 + .09) / 4, within(1e-12));
        assertThat(x.metric("log_loss"))
                .isCloseTo(-(Math.log(.5) + Math.log(.4) + Math.log(.3) + Math.log(.7)) / 4, within(1e-12));
        assertThat(new FairnessAudit(input)
                        .audit(classes.withColumn("by class", functions.expr("if(age like '.8%', null, `by class`)")))
                        .overall()
                        .metrics())
                .as("where those of some rows are not known nothing is told of all")
                .doesNotContainKeys("auc", "brier_score", "mean_score");
        assertThatThrownBy(() -> new FairnessAudit(input.withProbabilities(Optional.of("age"))).audit(classes))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot audit fairness: column 'age' (probabilities) is string, and an array or a vector of numbers is"
                                + " needed, one a class.");
    }

    @Test
    void byAClassThatFewHaveGroupsAreNotCompared() {
        List<Row> people = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double ofX = i < 3 ? 2 : i % 2;
            double ofY = i < 40 ? 2 : i % 2;
            people.add(RowFactory.create(ofX, .5, 1.0, "x", ""));
            people.add(RowFactory.create(ofY, .5, ofY, "y", ""));
        }
        AuditInput input = input(List.of("the group."), 0, 0)
                .withJudgement(AuditInput.Judgement.USUAL)
                .withTask(AuditTask.classes(3));

        FairnessReport report = new FairnessAudit(input).audit(rows(people));

        GroupMetrics x = report.groups().get(0);
        assertThat(x.judged("recall_of_1")).isTrue();
        assertThat(x.judged("recall_of_2")).isFalse();
        assertThat(x.judged("selection_rate_of_2")).as("it needs no label").isTrue();
        assertThat(x.judged("accuracy")).isTrue();
        assertThat(report.groups().get(1).judged("recall_of_2")).isTrue();
        assertThat(disparity(report, "demographic_parity_difference").value())
                .as("of class 1: of class 2 it would be less, of class 0 as well")
                .isCloseTo(.7, within(1e-12));
        assertThat(Gates.decide(
                        List.of(new Gate(
                                "recall_of_2",
                                Optional.of(.5),
                                Optional.empty(),
                                Optional.of("the group."),
                                Gate.JudgedBy.POINT)),
                        report))
                .as("of group x, which finds none, too few are known")
                .extracting(GateDecision::passed)
                .containsExactly(true);
    }

    @Test
    void aGroupWithoutWeightIsNotJudged() {
        List<Row> people = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            people.add(RowFactory.create(
                    i % 2.0, i % 10 / 10.0, i / 2 % 2.0, List.of("x", "y", "z").get(i % 3), ""));
        }
        Dataset<Row> weighted = rows(people).withColumn("weight", functions.expr("if(`the group.` = 'z', 0, 1)"));

        FairnessReport report = new FairnessAudit(
                        input(List.of("the group."), 30, 5).withWeight(Optional.of("weight")))
                .audit(weighted);

        assertThat(report.groups()).extracting(GroupMetrics::judged).containsExactly(true, true, false);
        assertThat(report.groups().get(2).metrics()).isEmpty();
        assertThat(disparity(report, "expected_calibration_error_difference").bestGroup())
                .isIn("x", "y");
    }

    /** Each class's Pearson test shares the error: p is twice that of the class in which groups differ, and recall's mean has its own. */
    @Test
    void testsEachClassOfSeveral() {
        List<Row> people = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            people.add(RowFactory.create(0.0, .1, i % 4 == 0 ? 0.0 : 1.0, "x", ""));
            people.add(RowFactory.create(0.0, .1, i % 4 == 0 ? 1.0 : 0.0, "y", ""));
            people.add(RowFactory.create(1.0, .1, i % 2 == 0 ? 1.0 : 0.0, "x", ""));
            people.add(RowFactory.create(1.0, .1, i % 2 == 0 ? 1.0 : 0.0, "y", ""));
        }

        FairnessReport report = new FairnessAudit(
                        input(List.of("the group."), 0, 0).withTask(AuditTask.classes(3)))
                .audit(rows(people));

        Disparity found = disparity(report, "equal_opportunity_difference");
        double ofFirstClass = Homogeneity.of(List.of(new Proportion(10, 40), new Proportion(30, 40)))
                .pValue();
        assertThat(found.significance().pValue()).isCloseTo(2 * ofFirstClass, within(1e-12));
        assertThat(found.interval().low()).isGreaterThan(0).isLessThan(.5);
        assertThat(disparity(report, "recall_difference").significance().pValue())
                .isNotEqualTo(found.significance().pValue());
    }

    @Test
    void classesOfWhichABatchHoldsTwoStayClassesAndWholeNumbersQuantitiesWhereTheTaskIsTold() {
        Dataset<Row> rows = rows(fairlearn());
        AuditInput input = input(List.of("the group."), 0, 0);

        FairnessReport classes = new FairnessAudit(input.withTask(AuditTask.classes(3))).audit(rows);
        FairnessReport quantities = new FairnessAudit(input.withTask(AuditTask.QUANTITY)).audit(rows);

        assertThat(classes.overall().metrics()).doesNotContainKeys("auc", "selection_rate");
        assertThat(classes.overall().metric("recall_of_1")).isEqualTo(.5);
        assertThat(classes.overall().metric("selection_rate_of_2")).isZero();
        assertThat(disparity(classes, "demographic_parity_difference").value()).isEqualTo(.25);
        assertThat(quantities.overall().metrics()).doesNotContainKey("accuracy");
        assertThat(quantities.overall().metric("mae"))
                .isCloseTo(1 - classes.overall().metric("accuracy"), within(1e-12));
    }

    @Test
    void labelsThatDoNotFitTheTaskAreRefused() {
        Dataset<Row> three = rows(List.of(RowFactory.create(2.0, .5, 1.0, "g", "")));
        Dataset<Row> half = rows(List.of(RowFactory.create(1.0, .5, 0.5, "g", "")));
        AuditInput input = input(List.of("the group."), 0, 0);

        assertThatThrownBy(() -> new FairnessAudit(input.withTask(AuditTask.BINARY)).audit(three))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot audit fairness: there are labels ('label') or predictions ('prediction') other than 0 and 1."
                                + " Encode them so, or audit a quantity.");
        assertThatThrownBy(() -> new FairnessAudit(input.withTask(AuditTask.classes(3))).audit(half))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("other than whole numbers from 0 to 999");
    }

    @Property(tries = 5)
    void histogramGivesTheExactAucAndTheOrderOfRowsChangesNothing(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int size) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double score = random.nextInt(21) / 20.0;
            rows.add(RowFactory.create(
                    (double) (i < 2 ? i : random.nextInt(2)),
                    score,
                    score > .5 ? 1.0 : 0.0,
                    "g" + random.nextInt(3),
                    ""));
        }
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        FairnessAudit audit = new FairnessAudit(input(List.of("the group."), 1, 0));

        FairnessReport report = audit.audit(rows(rows));

        assertThat(report.overall().metric("auc")).isCloseTo(exactAuc(rows), within(1e-12));
        FairnessReport again = audit.audit(rows(shuffled));
        assertThat(again.groups()).hasSameSizeAs(report.groups());
        again.overall().metrics().forEach((metric, value) -> assertThat(value)
                .as(metric)
                .isCloseTo(report.overall().metric(metric), within(1e-9)));
        for (int i = 0; i < report.disparities().size(); i++) {
            Disparity before = report.disparities().get(i);
            Disparity after = again.disparities().get(i);
            assertThat(after.metric()).isEqualTo(before.metric());
            if (!Double.isNaN(before.value())) {
                assertThat(after.value()).as(before.metric()).isCloseTo(before.value(), within(1e-6));
            }
        }
    }

    @Test
    void binnedAucIsWithinOneTenThousandthForRareEvents() {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double label = i < 80 ? 1 : 0;
            double score = 0.01 / (1 + Math.exp(-random.nextGaussian() - label));
            rows.add(RowFactory.create(label, score, 0.0, "g", ""));
        }

        FairnessReport report = new FairnessAudit(input(List.of(), 0, 0)).audit(rows(rows));

        assertThat(report.overall().metric("auc")).isCloseTo(exactAuc(rows), within(1e-4));
    }

    @Test
    void namesTheColumnThatWasProbablyMeant() {
        FairnessAudit audit = new FairnessAudit(input(List.of("aeg"), 0, 0));

        assertThatThrownBy(() -> audit.audit(rows(fairlearn())))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("no column 'aeg' (protected attribute). Did you mean 'age'?")
                .extracting(error -> ((LeptonException) error).exitCode())
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void refusesWhatItCannotAudit() {
        Dataset<Row> rows = rows(fairlearn());
        Dataset<Row> unscored = rows.withColumn("score", functions.lit(null).cast("double"));
        Dataset<Row> words = rows.withColumn("label", functions.lit("yes"));
        Dataset<Row> names =
                spark.range(3000).selectExpr("1.0 label", "0.5 score", "1.0 prediction", "concat('n', id) name");
        AuditInput strayBins = AuditInput.of("label", "score", "prediction", List.of("age"))
                .withBins(Map.of("ages", List.of(1.0)))
                .withJudgement(new AuditInput.Judgement(0, 0, 0));
        AuditInput unordered = AuditInput.of("label", "score", "prediction", List.of("age"))
                .withBins(Map.of("age", List.of(2.0, 1.0)))
                .withJudgement(new AuditInput.Judgement(0, 0, 0));

        assertRefused(
                List.of("age"),
                rows.withColumn("age", functions.lit(null).cast("string")),
                ExitCode.DATA,
                "every value is missing");
        assertRefused(
                List.of(), unscored, ExitCode.DATA, "18 rows have no prediction ('prediction') or no score ('score').");
        assertRefused(List.of(), rows.limit(0), ExitCode.DATA, "there are no rows");
        assertRefused(List.of(), words, ExitCode.CONFIGURATION, "'label' (label) is string, and numbers are needed");
        assertRefused(List.of("name"), names, ExitCode.CONFIGURATION, "too many for groups");
        assertThatThrownBy(() -> new FairnessAudit(strayBins).audit(rows)).hasMessageContaining("Did you mean 'age'?");
        assertThatThrownBy(() -> new FairnessAudit(unordered).audit(rows)).hasMessageContaining("in ascending order");
        assertThatThrownBy(() -> input(List.of(), -1, 0)).hasMessageContaining("none may be negative");
    }

    private static void assertRefused(List<String> attributes, Dataset<Row> rows, ExitCode code, String message) {
        FairnessAudit audit = new FairnessAudit(input(attributes, 0, 0));

        assertThatThrownBy(() -> audit.audit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining(message)
                .extracting(error -> ((LeptonException) error).exitCode())
                .isEqualTo(code);
    }

    private static AuditInput input(List<String> attributes, int minimumCount, int privacyThreshold) {
        return AuditInput.of("label", "score", "prediction", attributes)
                .withJudgement(new AuditInput.Judgement(minimumCount, 0, privacyThreshold));
    }

    private static Disparity disparity(FairnessReport report, String metric) {
        return report.disparities().stream()
                .filter(each -> each.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS);
    }

    private static List<Row> fairlearn() {
        return people(FAIRLEARN_LABELS, FAIRLEARN_PREDICTIONS, FAIRLEARN_GROUPS);
    }

    /** A person a letter. */
    private static List<Row> people(String labels, String predictions, String groups) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < labels.length(); i++) {
            double prediction = predictions.charAt(i) - '0';
            rows.add(RowFactory.create(
                    (double) (labels.charAt(i) - '0'), prediction, prediction, groups.substring(i, i + 1), "30"));
        }
        return rows;
    }

    /** By definition: over all pairs of a positive and a negative. */
    private static double exactAuc(List<Row> rows) {
        double above = 0;
        double pairs = 0;
        for (Row positive : rows) {
            for (Row negative : rows) {
                if (positive.getDouble(0) == 1 && negative.getDouble(0) == 0) {
                    pairs++;
                    above += (Math.signum(positive.getDouble(1) - negative.getDouble(1)) + 1) / 2;
                }
            }
        }
        return above / pairs;
    }
}
