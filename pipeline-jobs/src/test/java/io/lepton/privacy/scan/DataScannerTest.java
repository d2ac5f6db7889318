package io.lepton.privacy.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class DataScannerTest {
    private final SparkSession spark;

    DataScannerTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Map<String, ColumnProfile> scan(Dataset<Row> table) {
        return new DataScanner()
                .scan(table).columns().stream().collect(Collectors.toMap(ColumnProfile::column, Function.identity()));
    }

    @Test
    void recognizesPersonalDataByTheFormOfItsValues() {
        Dataset<Row> table = spark.sql("select * from values"
                + " ('ann@example.org', '+49 731 1234567', 'DE89 3704 0044 0532 0130 00', '4111 1111 1111 1111', '4111111111111112',"
                + " '219-09-9998', '192.168.0.1', 'https://example.org/a', '2021-03-04'),"
                + " ('bob@example.org', '(731) 555-1234', 'GB82WEST12345698765432', '5500000000000004', '5500000000000005',"
                + " '219-09-9999', '::1:2:3', 'www.example.org', '3.4.2021')"
                + " as t(a, b, c, d, e, f, g, h, i)");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("a").evidence()).isEqualTo("100 % of its values look like e-mail addresses.");
        assertThat(profiles.get("a").proposal()).isEqualTo("drop, or pseudonymize to link rows");
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
        assertThat(profiles.get("capital-gain").suspected()).isEqualTo(Role.SENSITIVE);
        assertThat(profiles.get("hours-per-week").suspected()).isEqualTo(Role.PLAIN);
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
    void believesValuesMoreThanNames() {
        Dataset<Row> table = spark.range(400)
                .selectExpr(
                        "concat('A19', 1 + id % 2) as telephone",
                        "if(id % 2 = 0, 'U', 'R') as address",
                        "id * 10 as age",
                        "concat('song ', id % 100) as genre",
                        "if(id % 3 = 0, 'open', 'closed') as state",
                        "cast(31000000000 + id as bigint) as phone",
                        "concat('product ', id % 300) as product_name");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("telephone").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("telephone").evidence())
                .isEqualTo("Its name suggests a telephone number, but its values are too few to tell people apart:"
                        + " 2 different values in 400 rows.");
        assertThat(profiles.get("address").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("age").evidence()).doesNotContain("suggests age");
        assertThat(profiles.get("genre").suspected()).isNotEqualTo(Role.PROTECTED);
        assertThat(profiles.get("state").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("phone").suspected()).isEqualTo(Role.IDENTIFIER);
    }

    @Test
    void recognizesGroupsOfPeopleByTheirValues() {
        Dataset<Row> table = spark.range(300)
                .selectExpr(
                        "if(id % 2 = 0, 'M', 'F') as q1",
                        "element_at(array('married', 'single', 'divorced'), int(id % 3) + 1) as q2",
                        "element_at(array('Catholic', 'Muslim', 'None', 'Jewish'), int(id % 4) + 1) as q3",
                        "element_at(array('diabetes', 'asthma', 'hypertension'), int(id % 3) + 1) as q4",
                        "element_at(array('A+', 'B-', 'O+', 'AB-'), int(id % 4) + 1) as q5",
                        "element_at(array('x', 'other'), int(id % 2) + 1) as q6",
                        "element_at(array('low', 'high'), int(id % 2) + 1) as trade_union");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("q1").evidence()).isEqualTo("Its values are those of sex or gender: F, M.");
        assertThat(profiles.get("q1").suspected()).isEqualTo(Role.PROTECTED);
        assertThat(profiles.get("q2").evidence()).contains("marital status");
        assertThat(profiles.get("q3").evidence()).contains("religion");
        assertThat(profiles.get("q4").suspected()).isEqualTo(Role.SENSITIVE);
        assertThat(profiles.get("q5").evidence()).contains("blood groups");
        assertThat(profiles.get("q6").suspected()).isEqualTo(Role.PLAIN);
        assertThat(profiles.get("trade_union").suspected()).isEqualTo(Role.SENSITIVE);
    }

    @Test
    void recognizesNamesPlacesBirthsAndFreeText() {
        Dataset<Row> table = spark.range(600)
                .selectExpr(
                        "element_at(array('Anna', 'John', 'Maria', 'Peter', 'Julia', 'Jürgen', 'Carlos', 'Sofia', 'Paul', 'Emma', 'Oliver'),"
                                + " int(id % 11) + 1) as c1",
                        "element_at(array('Smith', 'Müller', 'Garcia', 'Kowalski', 'Rossi', 'Johnson', 'Williams'), int(id % 7) + 1) as c2",
                        "element_at(array('Berlin', 'Paris', 'Madrid', 'Ulm', 'Boston', 'Chicago', 'Warsaw', 'Prague', 'Leeds', 'Milano', 'Lyon'),"
                                + " int(id % 11) + 1) as c3",
                        "date_add(date'1940-01-01', int(id * 37)) as c4",
                        "date_add(date'2023-01-01', int(id % 300)) as c5",
                        "concat('Customer ', id, ' asked about an order', if(id % 3 = 0, ' and left the number +49 731 1234567', '')) as c6",
                        "concat('Item ', id % 50, ' was sent in a box to the shop') as c7")
                .selectExpr("c1", "concat(c1, ' ', c2) as c2", "c3", "c4", "c5", "c6", "c7");

        Map<String, ColumnProfile> profiles = scan(table);

        assertThat(profiles.get("c1").evidence()).contains("listed names of persons");
        assertThat(profiles.get("c2").evidence()).contains("listed names of persons");
        assertThat(profiles.get("c3").evidence()).contains("listed places");
        assertThat(profiles.get("c3").suspected()).isEqualTo(Role.QUASI_IDENTIFIER);
        assertThat(profiles.get("c4").evidence()).contains("span births: most of 194");
        assertThat(profiles.get("c4").suspected()).isEqualTo(Role.QUASI_IDENTIFIER);
        assertThat(profiles.get("c5").suspected()).isNotEqualTo(Role.QUASI_IDENTIFIER);
        assertThat(profiles.get("c6").evidence())
                .startsWith("Free text; of 200 different texts looked at some hold telephone numbers (2");
        assertThat(profiles.get("c6").proposal()).isEqualTo("redact, or drop");
        assertThat(profiles.get("c7").suspected()).isEqualTo(Role.PLAIN);
    }

    @Test
    void measuresKnownColumnsTogetherInTheSamePass() {
        Dataset<Row> table = spark.range(5000)
                .selectExpr(
                        "id % 70 as age",
                        "if(id % 2 = 0, 'M', 'F') as sex", "id % 90 as zip", "id as record", "rand(1) as x");

        DataProfile profile = new DataScanner().scan(table.repartition(3));

        assertThat(profile.rows()).isEqualTo(5000);
        assertThat(profile.known()).containsExactly("age", "sex", "zip");
        assertThat(profile.together().orElseThrow().distinct()).isEqualTo(630);
        assertThat(profile.sets())
                .isEqualTo(new DataScanner().scan(table).sets())
                .hasSize(7);
        List<Uniqueness> alone = new UniquenessScanner(3).scan(table, List.of("age", "sex", "zip"));
        assertThat(profile.sets()).containsExactlyInAnyOrderElementsOf(alone);
    }

    @Test
    void takesTablesWithoutRowsAndWithEveryType() {
        Dataset<Row> table =
                spark.sql("select id, cast(id as string) s, array(id) a, map('k', id) m, named_struct('x', id) r,"
                        + " cast(id as decimal(38, 10)) d, timestamp_seconds(id) t, id > 2 b, binary(cast(id as string)) z,"
                        + " cast('nan' as double) n, interval '1' day i, cast(null as void) v from range(40)");

        DataProfile profile = new DataScanner().scan(table);

        assertThat(profile.columns()).hasSize(12);
        assertThat(profile.columns().get(2).distinct()).isEqualTo(40);
        assertThat(profile.columns().get(9).missing()).isEqualTo(40);
        assertThat(new DataScanner().scan(table.limit(0)).rows()).isZero();
        assertThat(new DataScanner().scan(table.limit(0)).columns()).hasSize(12);
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
