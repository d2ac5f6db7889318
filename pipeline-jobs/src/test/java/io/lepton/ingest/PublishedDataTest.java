package io.lepton.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files as they were published, warts and all; the counts are those of their origins. */
@ExtendWith(LocalSpark.class)
class PublishedDataTest {
    private static final Path DATA = Path.of("../../shared/data");
    private static final String ADULT =
            "age int, workclass string, fnlwgt int, education string, `education-num` int, `marital-status` string, "
                    + "occupation string, relationship string, race string, sex string, `capital-gain` int, `capital-loss` int, "
                    + "`hours-per-week` int, `native-country` string, income string";

    private final Ingestion ingestion;

    PublishedDataTest(SparkSession spark) {
        this.ingestion = new Ingestion(spark);
    }

    @BeforeAll
    static void dataIsThere() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(Files.exists(DATA), "no published data beside the project");
        }
    }

    @Test
    void readsAdultWithoutAHeaderWithSpacesAndABlankLastLine() {
        Source train = Source.of("csv", DATA.resolve("adult/adult-train.csv.gz"))
                .with("header", false)
                .missing("?")
                .declared(ADULT);

        assertWhole(train, 32_561, rows -> {
            assertThat(rows.where("workclass is null").count()).isEqualTo(1836);
            assertThat(values(rows, "income")).containsExactly("<=50K", ">50K");
            assertThat(rows.where("income = '>50K'").count()).isEqualTo(7841);
        });
    }

    @Test
    void readsAdultsTestFileWithItsDotsAfterTheLabels() {
        Source test = Source.of("csv", DATA.resolve("adult/adult-test.csv.gz"))
                .with("header", false)
                .missing("?")
                .declared(ADULT);

        assertWhole(test, 16_281, rows -> assertThat(values(rows, "income")).containsExactly("<=50K.", ">50K."));
    }

    @Test
    void readsBothFilesOfAdultAsOneFolderAndInfersWhatTheyHold() {
        Source both =
                Source.of("csv", DATA.resolve("adult")).with("header", false).missing("?");

        assertWhole(both, 48_842, rows -> {
            assertThat(rows.schema().apply("c1").dataType().simpleString()).isEqualTo("int");
            assertThat(rows.schema().apply("c2").dataType().simpleString()).isEqualTo("string");
            assertThat(rows.schema().apply("c13").dataType().simpleString()).isEqualTo("int");
            assertThat(rows.select("row_id").distinct().count()).isEqualTo(48_842);
            // Files by name: the test file comes first.
            assertThat(rows.where("row_id = 0").head().getString(15)).isEqualTo("<=50K.");
            assertThat(rows.where("row_id = 16281").head().getInt(1)).isEqualTo(39);
        });
    }

    @Test
    void readsArxsFileWithItsSemicolonsAndCarriageReturns() {
        Source arx = Source.of("csv", DATA.resolve("arx-adult/adult.csv.gz")).with("delimiter", ";");

        assertWhole(arx, 30_162, rows -> {
            assertThat(rows.columns()).endsWith("occupation", "salary-class");
            assertThat(values(rows, "salary-class")).containsExactly("<=50K", ">50K");
        });
    }

    @Test
    void saysThatArxsFileIsCutBySemicolons() {
        Source arx = Source.of("csv", DATA.resolve("arx-adult/adult.csv.gz"));

        assertThatThrownBy(() -> ingestion.ingest(arx.spec(), List.of(), List.of()))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Set source.delimiter: \";\"");
    }

    @Test
    void readsGermanCredit() {
        assertWhole(Source.of("csv", DATA.resolve("german-credit/german.csv")), 1000, rows -> {
            assertThat(rows.schema().apply("credit_amount").dataType().simpleString())
                    .isEqualTo("int");
            assertThat(rows.where("credit = 2").count()).isEqualTo(300);
        });
    }

    @Test
    void readsPimaWithoutAHeaderAndWithoutAnEndToItsLastLine() {
        Source pima = Source.of("csv", DATA.resolve("pima-diabetes/pima.csv"))
                .with("header", false)
                .declared(
                        "pregnancies int, glucose int, pressure int, skin int, insulin int, bmi double, pedigree double, age int, outcome int");

        assertWhole(
                pima, 768, rows -> assertThat(rows.where("outcome = 1").count()).isEqualTo(268));
    }

    @Test
    void readsPredictiveMaintenanceWithItsByteOrderMarkAndUnitsInBrackets() {
        assertWhole(Source.of("csv", DATA.resolve("ai4i2020/ai4i2020.csv")), 10_000, rows -> {
            assertThat(rows.columns()).startsWith("row_id", "UDI").contains("Air temperature [K]");
            assertThat(rows.schema().apply("Air temperature [K]").dataType().simpleString())
                    .isEqualTo("double");
            assertThat(rows.where("`Machine failure` = 1").count()).isEqualTo(339);
        });
    }

    @Test
    void readsStudentPerformanceWithItsByteOrderMark() {
        assertWhole(Source.of("csv", DATA.resolve("student-performance/student-mat.csv")), 395, rows -> {
            assertThat(rows.columns()).startsWith("row_id", "school");
            assertThat(rows.schema().apply("G3").dataType().simpleString()).isEqualTo("int");
        });
    }

    @Test
    void readsMammographyWithItsLabelsInSingleQuotes() {
        Source mammography = Source.of("csv", DATA.resolve("mammography/mammography.csv"))
                .with("header", false)
                .with("quote", "'");

        assertWhole(mammography, 11_183, rows -> {
            assertThat(rows.schema().apply("c7").dataType().simpleString()).isEqualTo("int");
            assertThat(rows.where("c7 = 1").count()).isEqualTo(260);
        });
    }

    @Test
    void saysThatAnArchiveIsNoCsv() {
        Source archive = Source.of("csv", DATA.resolve("movie-reviews/review_polarity.tar.gz"));

        assertThatThrownBy(() -> ingestion.ingest(archive.spec(), List.of(), List.of()))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("as text: it holds zero bytes");
    }

    private void assertWhole(Source source, long rows, Consumer<Dataset<Row>> more) {
        try (IngestedBatch batch = ingestion.ingest(source.spec(), List.of(), List.of())) {
            assertThat(batch.rowsIn()).isEqualTo(rows);
            assertThat(batch.rowsQuarantined()).isZero();
            assertThat(batch.accepted().count()).isEqualTo(rows);
            more.accept(batch.accepted());
        }
    }

    private static List<String> values(Dataset<Row> rows, String column) {
        return rows.select("`" + column + "`").distinct().orderBy("`" + column + "`").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
