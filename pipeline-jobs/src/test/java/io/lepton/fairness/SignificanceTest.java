package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.estimate.MultipleTesting;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The p-values of a report of ninety people. Golden: R, prop.test(successes, trials, correct = FALSE) and p.adjust, here by scipy 1.17.1
 * (chi2_contingency(…, correction=False)) and statsmodels 0.15.0 (multipletests).
 */
@ExtendWith(LocalSpark.class)
class SignificanceTest {
    /** True positives, false negatives, false positives and true negatives. */
    private static final Map<List<String>, int[]> PEOPLE = Map.of(
            List.of("f", "y"), new int[] {6, 4, 2, 8},
            List.of("f", "o"), new int[] {3, 6, 1, 10},
            List.of("m", "y"), new int[] {9, 2, 4, 5},
            List.of("m", "o"), new int[] {12, 3, 6, 9});

    /** Other names of hypotheses that are there already. */
    private static final Set<String> SAME = Set.of(
            "equal_opportunity_difference",
            "false_negative_rate_difference",
            "true_negative_rate_difference",
            "predictive_parity_difference",
            "false_discovery_rate_difference");

    private static FairnessReport report;

    @BeforeAll
    static void audit(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        PEOPLE.forEach((group, counts) -> {
            for (int cell = 0; cell < counts.length; cell++) {
                for (int person = 0; person < counts[cell]; person++) {
                    double prediction = cell % 2 == 0 ? 1 : 0;
                    rows.add(RowFactory.create(
                            cell < 2 ? 1.0 : 0.0, .3 + .4 * prediction, prediction, group.get(0), group.get(1)));
                }
            }
        });
        StructType columns = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("score", DataTypes.DoubleType)
                .add("prediction", DataTypes.DoubleType)
                .add("sex", DataTypes.StringType)
                .add("age", DataTypes.StringType);
        AuditInput input = AuditInput.of("label", "score", "prediction", List.of("sex", "age"))
                .withJudgement(new AuditInput.Judgement(1, 1, 1));
        report = new FairnessAudit(input).audit(spark.createDataFrame(rows, columns));
    }

    @Test
    void disparitiesHavePearsonsPValues() {
        requirePValue("sex", "demographic_parity_difference", .002527971393);
        requirePValue("sex", "demographic_parity_ratio", .002527971393);
        requirePValue("sex", "equal_opportunity_difference", .01889579599);
        requirePValue("sex", "false_positive_rate_difference", .04320413051);
        // Of two rates the smaller, twice.
        requirePValue("sex", "equalized_odds_difference", 2 * .01889579599);
        requirePValue("sex", "accuracy_difference", .7990578684);
        requirePValue("sex", "predictive_parity_difference", .6420531494);
        requirePValue("age", "demographic_parity_difference", .4224486391);
        requirePValue("sex × age", "demographic_parity_difference", .01260211846);
        requirePValue("sex × age", "equal_opportunity_ratio", .07074772701);
    }

    @Test
    void disparitiesAreAdjustedForAllHypothesesOfTheAudit() {
        List<Disparity> hypotheses = report.disparities().stream()
                .filter(each -> each.metric().endsWith("_difference") && !SAME.contains(each.metric()))
                .filter(each -> !Double.isNaN(each.significance().pValue()))
                .toList();
        double[] pValues = hypotheses.stream()
                .mapToDouble(each -> each.significance().pValue())
                .toArray();

        double[] holm = hypotheses.stream()
                .mapToDouble(each -> each.significance().holm())
                .toArray();
        double[] benjaminiHochberg = hypotheses.stream()
                .mapToDouble(each -> each.significance().benjaminiHochberg())
                .toArray();

        assertThat(hypotheses).hasSize(report.comparisons());
        assertThat(hypotheses).extracting(Disparity::attributes).contains("sex", "age", "sex × age");
        assertThat(holm).containsExactly(MultipleTesting.holm(pValues), within(1e-12));
        assertThat(benjaminiHochberg).containsExactly(MultipleTesting.benjaminiHochberg(pValues), within(1e-12));
        assertThat(disparity("sex", "recall_ratio").significance())
                .isEqualTo(disparity("sex", "false_negative_rate_difference").significance());
    }

    /** Four groups by selection rate, recall and false positive rate: twelve hypotheses. */
    @Test
    void contrastsHavePearsonsPValuesAdjustedForAllOfThem() {
        GroupContrast worst = report.contrasts().get(0);

        assertThat(report.contrasts()).hasSize(4);
        assertThat(worst.group()).isEqualTo("f × o");
        assertThat(worst.metric()).isEqualTo("recall");
        assertThat(worst.pValue()).isCloseTo(.01770606581, within(1e-10));
        // The second smallest of them.
        assertThat(worst.adjustedPValue()).isCloseTo(11 * .01770606581, within(1e-9));
    }

    private static void requirePValue(String attributes, String metric, double pValue) {
        assertThat(disparity(attributes, metric).significance().pValue())
                .as("%s of %s", metric, attributes)
                .isCloseTo(pValue, within(1e-9));
    }

    private static Disparity disparity(String attributes, String metric) {
        return report.disparities().stream()
                .filter(each ->
                        each.attributes().equals(attributes) && each.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
