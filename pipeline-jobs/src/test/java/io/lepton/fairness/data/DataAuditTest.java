package io.lepton.fairness.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DataAuditTest {
    private static final StructType COLUMNS =
            StructType.fromDDL("id bigint, label double, `the group.` string, stratum string, x double, y string");

    private final SparkSession spark = LocalSpark.session();

    /**
     * Golden: AIF360, tests/sklearn, test_conditional_demographic_disparity: rows as often as they weigh; the test asserts
     * (3·(1 − 2) + 7·(3 − 4) + 6·(4 − 2)) ÷ (8·16).
     */
    @Test
    void meanDemographicDisparityIsWhatAif360CallsConditional() {
        List<Row> rows = new ArrayList<>();
        int[] weights = {1, 2, 3, 4, 3, 2, 1};
        for (int i = 0; i < weights.length; i++) {
            for (int copy = 0; copy < weights[i]; copy++) {
                rows.add(row(rows.size(), "0101010".charAt(i) - '0', "0011222".substring(i, i + 1), "s", 0, ""));
            }
        }

        DataAuditReport report = DataAudit.of(rows(rows), input().withThresholds(0, 0));

        assertThat(value(report, "", "mean_demographic_disparity")).isCloseTo(2 / 128.0, within(1e-12));
    }

    /** Golden: AIF360, test_kl_divergence and test_class_imbalance, weights as rows; the group 0 is unprivileged. */
    @Test
    void comparesLabelsOfAGroupWithThoseOfTheRest() {
        List<Row> rows = new ArrayList<>();
        int[] weights = {1, 2, 3, 4, 4, 3, 3};
        for (int i = 0; i < weights.length; i++) {
            for (int copy = 0; copy < weights[i]; copy++) {
                rows.add(row(rows.size(), "0120012".charAt(i) - '0', "1111000".substring(i, i + 1), "s", 0, ""));
            }
        }

        DataAuditReport report = DataAudit.of(rows(rows), input().withThresholds(0, 0));

        assertThat(value(report, "0", "kl_divergence"))
                .isCloseTo((5 * Math.log(1.25) + 2 * Math.log(2 / 3.0)) / 10, within(1e-12));
        assertThat(value(report, "0", "class_imbalance")).isZero();
        assertThat(value(report, "0", "total_variation_distance")).isCloseTo(.1, within(1e-12));
        assertThat(value(report, "0", "kolmogorov_smirnov")).isCloseTo(.1, within(1e-12));
        assertThat(report.groups())
                .allSatisfy(group -> assertThat(group.baseRate()).isNaN());
    }

    /**
     * By hand, after Clarify's definition: stratum s has group b at 1 of 2 positives and 3 of 4 negatives, stratum t at 2 of 2 and 0 of 2;
     * (6·(3/4 − 1/2) + 4·(0 − 1)) ÷ 10.
     */
    @Test
    void conditionalDisparityIsTheMeanOverStrata() {
        String labels = "110000" + "1100";
        String groups = "ab" + "bbba" + "bb" + "aa";
        String strata = "ssssss" + "tttt";
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < labels.length(); i++) {
            rows.add(row(i, labels.charAt(i) - '0', groups.substring(i, i + 1), strata.substring(i, i + 1), 0, ""));
        }

        DataAuditReport report =
                DataAudit.of(rows(rows), input().withStratum("stratum").withThresholds(0, 0));

        assertThat(value(report, "b", "conditional_demographic_disparity"))
                .isCloseTo((6 * (.75 - .5) + 4 * (0 - 1.0)) / 10, within(1e-12));
    }

    /** Golden: the training file of Adult: 10,771 women, of whom 1,179 earn more, 21,790 men, 6,662. */
    @Test
    void findsWhatGivesAwayTheSexOfAdults() {
        Dataset<Row> adult = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv("../deploy/data/adult/adult.csv.gz")
                .withColumn("income", col("income-per-year").equalTo(">50K").cast("double"))
                .drop("income-per-year");
        List<String> features = new ArrayList<>(List.of(adult.columns()));
        features.remove("income");

        DataAuditReport report = DataAudit.of(adult, DataAuditInput.of("income", features, List.of("sex", "race")));

        assertThat(report.rowsRead()).isEqualTo(32_561);
        GroupShare female = group(report, "Female");
        assertThat(female.count()).isEqualTo(10_771);
        assertThat(female.baseRate()).isCloseTo(1179 / 10_771.0, within(1e-12));
        assertThat(value(report, "Female", "difference_in_proportions_of_labels"))
                .isCloseTo(.1962760, within(1e-7));
        assertThat(value(report, "Female", "class_imbalance")).isCloseTo((21_790 - 10_771) / 32_561.0, within(1e-12));
        assertThat(report.groups().stream()
                        .filter(group -> group.attributes().equals("sex × race"))
                        .mapToLong(GroupShare::count)
                        .sum())
                .isEqualTo(32_561);
        Proxy first = report.proxies().get(0);
        assertThat(first.attribute() + " by " + first.feature()).isEqualTo("sex by relationship");
        // Husbands are men and wives women, but for two; of the other relationships most are men or women about evenly.
        assertThat(first.accuracy()).isBetween(.77, .78);
        assertThat(first.baseAccuracy()).isCloseTo(21_790 / 32_561.0, within(1e-12));
        assertThat(first.adjustedPValue()).isLessThan(1e-300);
        assertThat(report.proxies()).noneMatch(proxy -> proxy.feature().equals(proxy.attribute()));
        Predictability sex = report.predictability().get(0);
        assertThat(sex.auc()).isGreaterThan(first.auc()).isBetween(.92, .96);
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith(
                                "'relationship' gives away sex: from it alone, the right group is guessed for 77.4 %"))
                .anySatisfy(warning -> assertThat(warning).contains("10.9 % of 'Female'", "30.6 % of 'Male'"));
    }

    @Test
    void noiseIsNoProxyAndACopyIsACertainOne() {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String group = random.nextInt(3) == 0 ? "a" : "b";
            rows.add(row(i, random.nextInt(2), group, "s" + random.nextInt(5), random.nextGaussian(), group + group));
        }

        DataAuditReport noisy = DataAudit.of(rows(rows), input("stratum", "x"));
        DataAuditReport copied = DataAudit.of(rows(rows), input("x", "y"));

        assertThat(noisy.proxies()).hasSize(2).allSatisfy(proxy -> {
            assertThat(proxy.adjustedPValue()).isGreaterThan(.01);
            assertThat(proxy.auc()).isBetween(.44, .56);
        });
        assertThat(noisy.predictability().get(0).auc()).isBetween(.44, .56);
        assertThat(noisy.warnings()).isEmpty();
        Proxy copy = copied.proxies().get(0);
        assertThat(copy.feature()).isEqualTo("y");
        assertThat(copy.normalizedMutualInformation()).isCloseTo(1, within(1e-3));
        assertThat(copy.auc()).isEqualTo(1);
        assertThat(copy.accuracy()).isEqualTo(1);
        assertThat(copied.predictability().get(0).auc()).isEqualTo(1);
        assertThat(copied.warnings()).hasSize(2);
    }

    /** Each of two columns tells nothing of the group, both together a lot: by the sum of two effects, no column is a proxy. */
    @Test
    void columnsThatTellLittleAloneTellMuchTogether() {
        Random random = new Random(9);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            boolean group = random.nextBoolean();
            double hidden = random.nextGaussian();
            double x = hidden + (group ? .5 : 0);
            rows.add(row(i, 0, group ? "a" : "b", "s", x, "y" + Math.round(2 * hidden)));
        }

        DataAuditReport report = DataAudit.of(rows(rows), input("x", "y"));

        assertThat(report.proxies()).allSatisfy(proxy -> assertThat(proxy.auc()).isLessThan(.68));
        assertThat(report.predictability().get(0).auc()).isGreaterThan(.85);
        assertThat(report.warnings())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .startsWith("Leaving the group. out does not hide it: the other 2 columns together tell");
    }

    /** Were the four alone withheld, they would follow from all rows less the others: the next smallest are withheld, too. */
    @Test
    void withholdsTheSmallestGroupsAndComparesOnlyLargeOnes() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            String group = i < 4 ? "tiny" : i < 16 ? "next" : i < 36 ? "small" : i < 76 ? "one" : "two";
            rows.add(row(i, i % 2, group, "s", i, ""));
        }

        DataAuditReport report = DataAudit.of(rows(rows), input("x").withThresholds(30, 10));

        for (String withheld : List.of("tiny", "next")) {
            GroupShare nothing = group(report, withheld);
            assertThat(nothing.countSuppressed()).isTrue();
            assertThat(nothing.count()).isEqualTo(10);
            assertThat(nothing.share()).isNaN();
            assertThat(nothing.baseRateInterval()).isEmpty();
        }
        assertThat(group(report, "small").judged()).isFalse();
        assertThat(group(report, "small").count()).isEqualTo(20);
        assertThat(report.disparities()).extracting(LabelDisparity::group).containsOnly("one", "two");
        assertThat(report.warnings())
                .anyMatch(warning -> warning.startsWith("3 groups of the group. have too few rows"));
    }

    /** Of three attributes one pair has a group of 4: no attribute and no pair tells it by what is left of a sum. */
    @Test
    void noSumOfGroupsTellsOfASmallOne() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            boolean rare = i < 4;
            rows.add(row(i, i % 2, rare ? "a" : "g" + i % 3, rare ? "q" : i % 2 == 0 ? "q" : "r", i, "y" + i % 4));
        }
        DataAuditInput input = DataAuditInput.of("label", List.of("x"), List.of("the group.", "stratum", "y"))
                .withThresholds(30, 10);

        DataAuditReport report = DataAudit.of(rows(rows), input);

        Map<String, List<GroupShare>> bySet =
                report.groups().stream().collect(Collectors.groupingBy(GroupShare::attributes));
        assertThat(bySet).hasSize(6);
        bySet.forEach((attributes, groups) -> {
            long told = groups.stream()
                    .filter(group -> !group.countSuppressed())
                    .mapToLong(GroupShare::count)
                    .sum();
            long withheld = groups.stream().filter(GroupShare::countSuppressed).count();
            assertThat(withheld).as(attributes).isNotEqualTo(1);
            assertThat(withheld == 0 || 400 - told >= 10).as(attributes).isTrue();
        });
        assertThat(bySet.get("the group."))
                .filteredOn(GroupShare::countSuppressed)
                .extracting(GroupShare::group)
                .contains("a");
        Set<String> hidden = report.groups().stream()
                .filter(GroupShare::countSuppressed)
                .map(GroupShare::group)
                .collect(Collectors.toSet());
        assertThat(report.disparities())
                .isNotEmpty()
                .extracting(LabelDisparity::group)
                .doesNotContainAnyElementsOf(hidden);
    }

    @Property(tries = 4)
    void theOrderAndThePartitionsOfRowsChangeNothing(
            @ForAll long seed, @ForAll @IntRange(min = 60, max = 300) int size) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(row(
                    i,
                    random.nextInt(2),
                    "g" + random.nextInt(3),
                    "s" + random.nextInt(2),
                    random.nextInt(50),
                    "y" + random.nextInt(4)));
        }
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        DataAuditInput input = input("x", "y").withStratum("stratum").withSample(200_000, List.of("id"), 3);

        DataAuditReport report = DataAudit.of(rows(rows).repartition(1), input);
        DataAuditReport same = DataAudit.of(rows(shuffled).repartition(4), input);

        assertThat(same.groups()).isEqualTo(report.groups());
        assertThat(same.disparities()).usingRecursiveComparison().isEqualTo(report.disparities());
        assertThat(same.proxies()).usingRecursiveComparison().isEqualTo(report.proxies());
        report.groups().stream().filter(group -> !group.countSuppressed()).forEach(group -> {
            long count = rows.stream()
                    .filter(row -> row.getString(2).equals(group.group()))
                    .count();
            assertThat(group.count()).isEqualTo(count);
            assertThat(group.shareInterval().orElseThrow().low()).isLessThan((double) count / size);
            assertThat(group.shareInterval().orElseThrow().high()).isGreaterThan((double) count / size);
        });
    }

    @Test
    void readsASampleOfManyRowsTheSameOneEachTime() {
        Dataset<Row> rows = spark.range(0, 120_000, 1, 4)
                .selectExpr(
                        "id",
                        "cast(id % 3 = 0 as double) label",
                        "if(id % 4 = 0, 'a', 'b') `the group.`",
                        "concat('n', id) stratum",
                        "rand(3) x",
                        "concat('v', id % 7001) y");
        DataAuditInput input = input("x", "y", "stratum").withSample(20_000, List.of("id"), 7);

        DataAuditReport report = DataAudit.of(rows, input);

        assertThat(report.rows()).isEqualTo(120_000);
        assertThat(report.rowsRead()).isBetween(18_000L, 20_000L);
        assertThat(group(report, "a").share()).isCloseTo(.25, within(.02));
        assertThat(group(report, "a").baseRate()).isCloseTo(1 / 3.0, within(.04));
        assertThat(report.proxies()).allMatch(proxy -> proxy.adjustedPValue() > .01);
        assertThat(DataAudit.of(rows.repartition(3), input).groups()).isEqualTo(report.groups());
    }

    @Test
    void quantitiesAreComparedInTwentyRanges() {
        Dataset<Row> rows = spark.range(2000)
                .selectExpr(
                        "id",
                        "id + if(id % 2 = 0, 1000, 0) + 0.5 label",
                        "if(id % 2 = 0, 'a', 'b') `the group.`",
                        "'s' stratum",
                        "0.0 x",
                        "'' y");

        DataAuditReport report = DataAudit.of(rows, input());

        // Half of each group is beyond the other's reach.
        assertThat(value(report, "a", "kolmogorov_smirnov")).isCloseTo(.5, within(.05));
        assertThat(report.disparities()).noneMatch(found -> found.metric().contains("proportions"));
    }

    @Test
    void refusesWhatItCannotAudit() {
        Dataset<Row> rows = rows(List.of(row(1, 1, "a", "s", 0, "")));

        assertRefused(
                rows,
                DataAuditInput.of("lable", List.of(), List.of("the group.")),
                ExitCode.CONFIGURATION,
                "no column 'lable' (label). Did you mean 'label'?");
        assertRefused(
                rows,
                DataAuditInput.of("y", List.of(), List.of("the group.")),
                ExitCode.CONFIGURATION,
                "column 'y' (label) is string, and numbers are needed");
        assertRefused(
                rows,
                input().withBins(Map.of("stratum", List.of(1.0))),
                ExitCode.CONFIGURATION,
                "bins are declared for 'stratum'");
        assertRefused(rows.limit(0), input(), ExitCode.DATA, "there are no rows");
        assertRefused(
                rows.withColumn("the group.", lit(null).cast("string")),
                input(),
                ExitCode.DATA,
                "every value is missing");
        assertThatThrownBy(() -> DataAuditInput.of("label", List.of(), List.of()))
                .hasMessageContaining("no protected attribute is named");
        assertThatThrownBy(() -> input().withThresholds(-1, 0)).hasMessageContaining("may not be negative");
    }

    private static void assertRefused(Dataset<Row> rows, DataAuditInput input, ExitCode code, String message) {
        assertThatThrownBy(() -> DataAudit.of(rows, input))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining(message)
                .extracting(error -> ((LeptonException) error).exitCode())
                .isEqualTo(code);
    }

    private static DataAuditInput input(String... features) {
        return DataAuditInput.of("label", List.of(features), List.of("the group."));
    }

    private static double value(DataAuditReport report, String group, String metric) {
        return report.disparities().stream()
                .filter(found -> found.group().equals(group) && found.metric().equals(metric))
                .filter(found -> !found.attributes().contains("×"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static GroupShare group(DataAuditReport report, String name) {
        return report.groups().stream()
                .filter(group -> group.group().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Row row(long id, double label, String group, String stratum, double x, String y) {
        return RowFactory.create(id, label, group, stratum, x, y);
    }

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS);
    }
}
