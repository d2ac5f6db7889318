package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.PrivacyVerifier;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(LocalSpark.class)
class AdultAnonymizationTest {
    private static final List<String> QUASI_IDENTIFIERS = List.of(
            "age", "workclass", "education-num", "marital-status", "occupation", "race", "sex", "native-country");

    private final Dataset<Row> adult;

    AdultAnonymizationTest(SparkSession spark) {
        this.adult = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .option("nullValue", "?")
                .csv("../deploy/data/adult/adult.csv.gz");
    }

    @Test
    void hidesEveryPersonAmongFiveAtALowLossInSeconds() {
        Dataset<Row> cached = adult.cache();
        cached.count();
        Anonymizer anonymizer = new Anonymizer(
                List.of(),
                Optional.of(PrivacyModel.kAnonymity(5, QUASI_IDENTIFIERS).suppressing(0.02)));
        anonymizer.anonymize(cached);

        long start = System.nanoTime();
        Anonymized anonymized = anonymizer.anonymize(cached);
        double seconds = (System.nanoTime() - start) / 1e9;

        PrivacyEvidence evidence =
                new PrivacyVerifier().verify(anonymized.rows(), PrivacyModel.kAnonymity(5, QUASI_IDENTIFIERS));
        System.out.printf(
                "Adult, k = 5: NCP %.4f, %d suppressed, %.2f s, %s%n%s%n",
                anonymized.normalizedCertaintyPenalty(),
                anonymized.rowsSuppressed(),
                seconds,
                evidence,
                anonymized.informationLossByColumn());
        assertThat(evidence.holds()).isTrue();
        assertThat(evidence.rows() + anonymized.rowsSuppressed()).isEqualTo(32_561);
        assertThat(anonymized.rowsSuppressed()).isLessThanOrEqualTo((long) (0.02 * 32_561));
        assertThat(anonymized.normalizedCertaintyPenalty()).isLessThan(0.03);
        // The aim is 5 s on a quiet machine; the slack is for a busy one.
        assertThat(seconds).isLessThan(20);
        cached.unpersist();
    }

    /** Basic_Mondrian publishes 12.19 % (strict) on a slightly smaller extract, with hierarchies; see the published figures. */
    @Test
    void losesLessThanHalfOfWhatMondrianLosesAtTen() {
        Anonymizer anonymizer = new Anonymizer(List.of(), Optional.of(PrivacyModel.kAnonymity(10, QUASI_IDENTIFIERS)));

        Anonymized anonymized = anonymizer.anonymize(adult);

        System.out.printf("Adult, k = 10: NCP %.4f%n", anonymized.normalizedCertaintyPenalty());
        assertThat(anonymized.rowsSuppressed()).isZero();
        assertThat(anonymized.normalizedCertaintyPenalty()).isLessThan(0.0525);
        assertThat(new PrivacyVerifier()
                        .verify(anonymized.rows(), PrivacyModel.kAnonymity(10, QUASI_IDENTIFIERS))
                        .holds())
                .isTrue();
    }
}
