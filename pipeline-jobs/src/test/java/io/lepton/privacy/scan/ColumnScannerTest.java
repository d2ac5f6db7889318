package io.lepton.privacy.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class ColumnScannerTest {
    private final SparkSession spark;

    ColumnScannerTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Map<String, ColumnProfile> scan(Dataset<Row> table) {
        return new ColumnScanner()
                .scan(table).stream().collect(Collectors.toMap(ColumnProfile::column, Function.identity()));
    }

    @Test
    void recognizesPersonalDataByTheFormOfItsValues() {
        Dataset<Row> table = spark.sql("select * from values"
                + " ('ann@example.org', '+49 731 1234567', 'DE89 3704 0044 0532 0130 00', '4111 1111 1111 1111', '4111111111111112',"
                + " '078-05-1120', '192.168.0.1', 'https://example.org/a', '2021-03-04'),"
                + " ('bob@example.org', '(731) 555-1234', 'GB82WEST12345698765432', '5500000000000004', '5500000000000005',"
                + " '219-09-9999', '::1:2:3', 'www.example.org', '3.4.2021')"
                + " as t(a, b, c, d, e, f, g, h, i)");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("a").evidence()).isEqualTo("100 % of its values look like e-mail addresses.");
        assertThat(profiles.get("b").evidence()).contains("telephone");
        assertThat(profiles.get("c").evidence()).contains("IBAN");
        assertThat(profiles.get("d").evidence()).contains("payment card");
        assertThat(profiles.get("e").evidence()).as("fails the check digit").doesNotContain("payment card");
        assertThat(profiles.get("f").evidence()).contains("social security");
        assertThat(profiles.get("g").evidence()).contains("IP");
        assertThat(profiles.get("h").evidence()).contains("web addresses");
        assertThat(profiles.get("i").evidence()).contains("dates");
        assertThat(profiles.get("a").suspected()).isEqualTo(Role.IDENTIFIER);
        assertThat(profiles.get("h").suspected()).isEqualTo(Role.PLAIN);
    }

    @Test
    void tellsNumbersOfOneFormApart() {
        Dataset<Row> table = spark.sql("select * from values"
                + " ('11010519491231002X', '110105194912310021', 'AB 12 34 56 C', '00:1A:2b:3c:4D:5e', 'DE88370400440532013000'),"
                + " ('440524188001010014', '440524188001010013', 'JK987654D', '00-1A-2B-3C-4D-5F', 'GB83WEST12345698765432')"
                + " as t(resident, order1, ni, mac, ref)");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("resident").evidence()).contains("Chinese resident");
        assertThat(profiles.get("order1").evidence()).as("fails the check").doesNotContain("look like");
        assertThat(profiles.get("ni").evidence()).contains("national insurance");
        assertThat(profiles.get("mac").evidence()).contains("MAC");
        assertThat(profiles.get("ref").evidence()).as("fails the check").doesNotContain("look like");
    }

    @Test
    void recognizesWhatTheColumnsOfTheCensusAre() {
        Map<String, ColumnProfile> profiles = scan(spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .option("nullValue", "?")
                .csv("../deploy/data/adult/adult.csv.gz"));

        assertThat(profiles.get("age").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("sex").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("race").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("native-country").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("marital-status").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("workclass").suspected()).isEqualTo(Role.QUASI_IDENTIFIER);
        assertThat(profiles.get("fnlwgt").suspected()).isEqualTo(Role.QUASI_IDENTIFIER);
        assertThat(profiles.get("income-per-year").suspected()).isEqualTo(Role.SENSITIVE);
        assertThat(profiles.get("capital-gain").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("age").min()).isEqualTo(17);
        assertThat(profiles.get("age").max()).isEqualTo(90);
        assertThat(profiles.get("workclass").missing()).isEqualTo(1836);
        assertThat(profiles.get("workclass").numeric()).isFalse();
        assertThat(profiles.get("education-num").distinct()).isBetween(15L, 17L);
    }

    @Test
    void tellsIdentifiersByUniquenessAndIgnoresEmptyColumns() {
        Dataset<Row> table = spark.range(200)
                .selectExpr(
                        "concat('k', id) as code",
                        "rand(1) as reading",
                        "id % 3 as kind",
                        "cast(null as string) as `no.thing`");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("code").suspected()).isEqualTo(Role.IDENTIFIER);
        assertThat(profiles.get("reading").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("kind").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("no.thing").evidence()).isEqualTo("The column holds no values.");
        assertThat(profiles.get("no.thing").missing()).isEqualTo(200);
    }

    @Test
    void readsNamesWordByWord() {
        assertThat(NameHints.of("customerZipCode").orElseThrow().meaning()).isEqualTo("postal code");
        assertThat(NameHints.of("last_name").orElseThrow().role()).isEqualTo(Role.IDENTIFIER);
        assertThat(NameHints.of("Staatsangehörigkeit").orElseThrow().role()).isEqualTo(Role.PROTECTED);
        assertThat(NameHints.of("product_name")).isEmpty();
        assertThat(NameHints.of("page")).isEmpty();
    }
}
