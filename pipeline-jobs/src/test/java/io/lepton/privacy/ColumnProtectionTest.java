package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ColumnProtectionTest {
    private static final String KEY = "0123456789abcdef";

    private final SparkSession spark;

    ColumnProtectionTest(SparkSession spark) {
        this.spark = spark;
    }

    private List<Object> protect(String values, ColumnProtection protection) {
        Dataset<Row> raw = spark.sql("select * from values " + values + " as t(`a b`)");
        return new Anonymizer(List.of(protection), Optional.empty())
                .anonymize(raw).rows().collectAsList().stream()
                        .map(row -> row.get(0))
                        .toList();
    }

    private Object one(String value, ColumnProtection protection) {
        return protect("(" + value + ")", protection).get(0);
    }

    @Test
    void masksTheMiddleAndAllOfWhatIsTooShort() {
        assertThat(protect("('4111111111111111'), ('abc'), ('')", new ColumnProtection.Mask("a b", 2, 4)))
                .containsExactly("41**********1111", "***", "");
        assertThat(one("'secret'", new ColumnProtection.Mask("a b", 0, 0))).isEqualTo("******");
    }

    /** The value is the first half of Python's hmac.new(key, b"Ann", sha256). */
    @Test
    void givesOnePersonOneTokenInEveryTableAndAnotherUnderAnotherKey() {
        ColumnProtection protection = new ColumnProtection.Pseudonymize("a b", KEY);

        Object token = one("'Ann'", protection);

        assertThat(token).isEqualTo("993bf55a4da782513aed2f25784cb2b7");
        assertThat(protect("('Bob'), ('Ann')", protection).get(1)).isEqualTo(token);
        assertThat(one("'Ann'", new ColumnProtection.Pseudonymize("a b", KEY + "x")))
                .isNotEqualTo(token);
        assertThat(one("42", protection)).isEqualTo(one("'42'", protection));
    }

    @Test
    void neverShowsTheKey() {
        String shortKey = "tooShortSecret";

        assertThatThrownBy(() -> one("'Ann'", new ColumnProtection.Pseudonymize("a b", shortKey)))
                .hasMessageContaining("fewer than 16 characters")
                .hasMessageNotContaining(shortKey);
        assertThat(new ColumnProtection.Pseudonymize("a b", KEY).toString()).doesNotContain(KEY);
        Dataset<Row> raw = spark.sql("select 'Ann' as name");
        Dataset<Row> rows = new Anonymizer(List.of(new ColumnProtection.Pseudonymize("name", KEY)), Optional.empty())
                .anonymize(raw)
                .rows();
        assertThat(rows.queryExecution().toString()).doesNotContain(KEY);
    }

    @Test
    void putsNumbersIntoRangesOfTheWidth() {
        assertThat(protect("(29), (30), (-1)", new ColumnProtection.GeneralizeNumber("a b", 10)))
                .containsExactly("[20, 30)", "[30, 40)", "[-10, 0)");
        assertThat(one("0.3D", new ColumnProtection.GeneralizeNumber("a b", 0.1)))
                .isEqualTo("[0.3, 0.4)");
        assertThat(one("2.6BD", new ColumnProtection.GeneralizeNumber("a b", 2.5)))
                .isEqualTo("[2.5, 5.0)");
        assertThatThrownBy(() -> one("'x'", new ColumnProtection.GeneralizeNumber("a b", 10)))
                .hasMessageContaining("no numbers");
        assertThatThrownBy(() -> one("1", new ColumnProtection.GeneralizeNumber("a b", 0)))
                .hasMessageContaining("must be above 0");
    }

    @Test
    void keepsTheAskedPrecisionOfDates() {
        String date = "date'2021-01-03'";

        assertThat(one(date, new ColumnProtection.GeneralizeDate("a b", DatePart.YEAR)))
                .isEqualTo("2021");
        assertThat(one(date, new ColumnProtection.GeneralizeDate("a b", DatePart.QUARTER)))
                .isEqualTo("2021-Q1");
        assertThat(one(date, new ColumnProtection.GeneralizeDate("a b", DatePart.MONTH)))
                .isEqualTo("2021-01");
        assertThat(one(date, new ColumnProtection.GeneralizeDate("a b", DatePart.WEEK)))
                .isEqualTo("2020-W53");
        assertThat(one(date, new ColumnProtection.GeneralizeDate("a b", DatePart.DAY)))
                .isEqualTo("2021-01-03");
        assertThat(one("'soon'", new ColumnProtection.GeneralizeDate("a b", DatePart.DAY)))
                .isEqualTo("*");
    }

    @Test
    void keepsThePrefixAndDropsTheColumn() {
        assertThat(protect("('89073'), ('8')", new ColumnProtection.GeneralizePrefix("a b", 2)))
                .containsExactly("89***", "8");
        Dataset<Row> raw = spark.sql("select 1 as `a b`, 2 as c");
        assertThat(new Anonymizer(List.of(new ColumnProtection.Drop("a b")), Optional.empty())
                        .anonymize(raw)
                        .rows()
                        .columns())
                .containsExactly("c");
    }

    @Test
    void leavesMissingValuesMissing() {
        Hierarchy hierarchy = new Hierarchy("h.csv", Map.of("x", List.of("y")));
        List<ColumnProtection> all = List.of(
                new ColumnProtection.Mask("a b", 1, 1),
                new ColumnProtection.Pseudonymize("a b", KEY),
                new ColumnProtection.GeneralizePrefix("a b", 1),
                new ColumnProtection.GeneralizeDate("a b", DatePart.YEAR),
                new ColumnProtection.GeneralizeHierarchy("a b", hierarchy, 1));

        for (ColumnProtection protection : all) {
            assertThat(one("cast(null as string)", protection))
                    .as(protection.toString())
                    .isNull();
        }
        assertThat(one("cast(null as int)", new ColumnProtection.GeneralizeNumber("a b", 5)))
                .isNull();
    }

    @Test
    void readsHierarchiesInArxFormat(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "Ulm;South;*\n\"Bad; Bonn\";West;*\n");

        Hierarchy hierarchy = Hierarchy.read(spark, file.toString());

        assertThat(hierarchy.levels()).isEqualTo(2);
        assertThat(protect("('Ulm'), ('Bad; Bonn')", new ColumnProtection.GeneralizeHierarchy("a b", hierarchy, 1)))
                .containsExactly("South", "West");
        assertThatThrownBy(() -> one("'Kiel'", new ColumnProtection.GeneralizeHierarchy("a b", hierarchy, 1)))
                .hasMessageContaining("its value 'Kiel' is not in the hierarchy");
        assertThatThrownBy(() -> one("'Ulm'", new ColumnProtection.GeneralizeHierarchy("a b", hierarchy, 3)))
                .hasMessageContaining("levels 0 to 2");
    }

    @Test
    void saysWhereAHierarchyIsWrong(@TempDir Path folder) throws IOException {
        Path ragged = Files.writeString(folder.resolve("ragged.csv"), "Ulm;South;*\nBonn;West\n");
        Path twice = Files.writeString(folder.resolve("twice.csv"), "Ulm;South\nUlm;West\n");

        assertThatThrownBy(() -> Hierarchy.read(spark, ragged.toString()))
                .hasMessageContaining("ragged.csv:2: it has 2 fields where 3");
        assertThatThrownBy(() -> Hierarchy.read(spark, twice.toString()))
                .hasMessageContaining("'Ulm' stands on two lines");
        assertThatThrownBy(
                        () -> Hierarchy.read(spark, folder.resolve("none.csv").toString()))
                .hasMessageContaining("Cannot read hierarchy");
    }
}
