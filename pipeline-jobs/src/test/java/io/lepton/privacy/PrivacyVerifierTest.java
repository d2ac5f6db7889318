package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testing.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class PrivacyVerifierTest {
    private final SparkSession spark;

    PrivacyVerifierTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> table() {
        return spark.sql("select * from values ('a', 1), ('a', 1), ('a', 1), ('b', null), ('b', null) as t(x, y)");
    }

    /** DM = Σ|E|², C_avg = (N / classes) / k. */
    @Test
    void measuresClassesByTheirDefinitions() {
        PrivacyEvidence evidence = new PrivacyVerifier().verify(table(), List.of("x", "y"), 2);

        assertThat(evidence).isEqualTo(new PrivacyEvidence(2, 5, 2, 2, 2.5, 13, 0.5, 0.4, true));
        assertThat(evidence.normalizedAverageClassSize()).isEqualTo(1.25);
        assertThat(evidence.discernibility(1)).isEqualTo(13 + 6);
    }

    @Test
    void seesThatAPromiseDoesNotHold() {
        assertThat(new PrivacyVerifier().verify(table(), List.of("x"), 3).holds())
                .isFalse();
    }

    @Test
    void findsNobodyInAnEmptyTable() {
        PrivacyEvidence evidence = new PrivacyVerifier().verify(table().limit(0), List.of("x"), 3);

        assertThat(evidence).isEqualTo(new PrivacyEvidence(3, 0, 0, 0, 0, 0, 0, 0, true));
    }

    @Test
    void refusesAnUnknownColumn() {
        assertThatThrownBy(() -> new PrivacyVerifier().verify(table(), List.of("z"), 3))
                .hasMessageContaining("the table has no such column");
    }
}
