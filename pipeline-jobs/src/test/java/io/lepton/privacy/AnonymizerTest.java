package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class AnonymizerTest {
    private static final StructType PEOPLE = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("age", DataTypes.IntegerType)
            .add("home.town", DataTypes.StringType);

    private final SparkSession spark;

    AnonymizerTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> people(Row... rows) {
        return spark.createDataFrame(Arrays.asList(rows), PEOPLE);
    }

    private static Row person(int id, Integer age, String town) {
        return RowFactory.create(id, age, town);
    }

    private static Anonymizer kAnonymizer(int k, double limit, String... columns) {
        return new Anonymizer(
                List.of(),
                Optional.of(PrivacyModel.kAnonymity(k, List.of(columns)).suppressing(limit)));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.orderBy("id").collectAsList().stream().map(Row::toString).toList();
    }

    private Dataset<Row> fourPeople() {
        return people(person(1, 20, "Ulm"), person(2, 21, "Ulm"), person(3, 60, "Bonn"), person(4, 61, "Kiel"));
    }

    @Test
    void writesRangesSetsAndSharedValuesOfTheByHandExample() {
        Anonymized anonymized = kAnonymizer(2, 0, "age", "home.town").anonymize(fourPeople());

        assertThat(texts(anonymized.rows()))
                .containsExactly(
                        "[1,[20, 21],Ulm]",
                        "[2,[20, 21],Ulm]",
                        "[3,[60, 61],{Bonn, Kiel}]",
                        "[4,[60, 61],{Bonn, Kiel}]");
        // NCP: age 1/41 for all; town 2/3 for half of the rows.
        assertThat(anonymized.informationLossByColumn().get("age")).isCloseTo(1 / 41.0, within(1e-12));
        assertThat(anonymized.informationLossByColumn().get("home.town")).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(anonymized.normalizedCertaintyPenalty()).isCloseTo((1 / 41.0 + 1 / 3.0) / 2, within(1e-12));
    }

    @Test
    void keepsTypeAndValueOfAColumnInWhichNothingHadToChange() {
        Dataset<Row> raw =
                people(person(1, 30, "Ulm"), person(2, 30, "Bonn"), person(3, 40, "Ulm"), person(4, 40, "Bonn"));

        Dataset<Row> rows = kAnonymizer(2, 0, "age").anonymize(raw).rows();

        assertThat(rows.schema().apply("age").dataType()).isEqualTo(DataTypes.IntegerType);
        assertThat(texts(rows)).isEqualTo(texts(raw));
    }

    @Test
    void treatsMissingAsAValueOfItsOwn() {
        Dataset<Row> apart =
                people(person(1, null, null), person(2, null, null), person(3, 7, "Ulm"), person(4, 9, "Ulm"));
        Dataset<Row> mixed = people(person(1, null, "Ulm"), person(2, 25, "Bonn"), person(3, 30, null));

        assertThat(texts(kAnonymizer(2, 0, "age", "home.town").anonymize(apart).rows()))
                .containsExactly("[1,null,null]", "[2,null,null]", "[3,[7, 9],Ulm]", "[4,[7, 9],Ulm]");
        assertThat(texts(kAnonymizer(3, 0, "age", "home.town").anonymize(mixed).rows()))
                .containsOnly("[1,[25, 30] or missing,*]", "[2,[25, 30] or missing,*]", "[3,[25, 30] or missing,*]");
    }

    @Test
    void leavesOutAnOutlierWithinTheBudgetAndChargesItInFull() {
        Dataset<Row> raw = people(
                person(1, 20, "Ulm"),
                person(2, 21, "Ulm"),
                person(3, 22, "Ulm"),
                person(4, 23, "Ulm"),
                person(5, 90, "Ulm"));

        Anonymized kept = kAnonymizer(4, 0, "age").anonymize(raw);
        Anonymized suppressed = kAnonymizer(4, 0.2, "age").anonymize(raw);

        assertThat(kept.rowsSuppressed()).isZero();
        assertThat(kept.normalizedCertaintyPenalty()).isEqualTo(1);
        assertThat(suppressed.rowsSuppressed()).isEqualTo(1);
        assertThat(suppressed.rows().count()).isEqualTo(4);
        assertThat(suppressed.normalizedCertaintyPenalty()).isCloseTo((4 * 3 / 70.0 + 1) / 5, within(1e-12));
    }

    @Test
    void writesTheLabelOfTheLowestSharedNodeOfAHierarchy() {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        labels.put("Ulm", List.of("South", "*"));
        labels.put("Passau", List.of("South", "*"));
        labels.put("Bonn", List.of("West", "*"));
        labels.put("Kiel", List.of("North", "*"));
        Hierarchy hierarchy = new Hierarchy("towns.csv", labels);
        Dataset<Row> raw =
                people(person(1, 1, "Ulm"), person(2, 1, "Passau"), person(3, 1, "Bonn"), person(4, 1, "Kiel"));
        Anonymizer anonymizer = new Anonymizer(
                List.of(),
                Optional.of(PrivacyModel.kAnonymity(2, List.of("home.town")).with(Map.of("home.town", hierarchy))));

        Anonymized anonymized = anonymizer.anonymize(raw);

        assertThat(texts(anonymized.rows())).containsExactly("[1,1,South]", "[2,1,South]", "[3,1,*]", "[4,1,*]");
        assertThat(anonymized.normalizedCertaintyPenalty()).isCloseTo((2 * 0.5 + 2 * 1) / 4, within(1e-12));
    }

    @Test
    void namesTheColumnThatWasProbablyMeant() {
        assertThatThrownBy(() -> kAnonymizer(2, 0, "agee").anonymize(fourPeople()))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot anonymize column 'agee'")
                .hasMessageContaining("Did you mean 'age'?");
    }

    @Test
    void refusesATableWithFewerRowsThanK() {
        assertThatThrownBy(() -> kAnonymizer(5, 0, "age").anonymize(fourPeople()))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GATE))
                .hasMessageContaining("it has 4 rows, and k is 5");
    }

    @Test
    void refusesRequestsThatMakeNoSense() {
        assertThatThrownBy(() -> kAnonymizer(0, 0, "age")).hasMessageContaining("k must be 1 or more");
        assertThatThrownBy(() -> kAnonymizer(2, 1.5, "age")).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> kAnonymizer(2, 0)).hasMessageContaining("no quasi-identifiers");
        assertThatThrownBy(() -> kAnonymizer(2, 0, "age", "age")).hasMessageContaining("named twice");
        assertThatThrownBy(() -> new Anonymizer(
                        List.of(new ColumnProtection.Drop("age"), new ColumnProtection.Mask("age", 1, 1)),
                        Optional.empty()))
                .hasMessageContaining("two protections");
    }

    @Test
    void refusesAValueThatItsHierarchyDoesNotKnow() {
        Hierarchy hierarchy = new Hierarchy("towns.csv", Map.of("Ulm", List.of("South")));
        PrivacyModel request = PrivacyModel.kAnonymity(2, List.of("home.town")).with(Map.of("home.town", hierarchy));

        assertThatThrownBy(() -> new Anonymizer(List.of(), Optional.of(request)).anonymize(fourPeople()))
                .hasMessageContaining("its value 'Bonn' is not in the hierarchy towns.csv");
    }

    @Test
    void refusesInfiniteNumbersAndTypesWithoutAnOrder() {
        Dataset<Row> infinite = spark.sql("select double('Infinity') as x union all select 1.0D");
        Dataset<Row> arrays = spark.sql("select array(1) as x union all select array(2)");

        assertThatThrownBy(() -> kAnonymizer(2, 0, "x").anonymize(infinite)).hasMessageContaining("infinite number");
        assertThatThrownBy(() -> kAnonymizer(2, 0, "x").anonymize(arrays)).hasMessageContaining("it holds array<int>");
    }

    @Test
    void generalizesDatesAndDecimalsAsRanges() {
        Dataset<Row> raw = spark.sql("select * from values (1, date'1990-01-02', 1.50BD, double('NaN')),"
                + " (2, date'1990-02-01', 2.25BD, null) as t(id, born, paid, noise)");

        Anonymized anonymized = kAnonymizer(2, 0, "born", "paid", "noise").anonymize(raw);

        assertThat(texts(anonymized.rows()))
                .containsExactly(
                        "[1,[1990-01-02, 1990-02-01],[1.50, 2.25],null]",
                        "[2,[1990-01-02, 1990-02-01],[1.50, 2.25],null]");
    }
}
