package io.lepton.privacy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.SensitiveColumn;
import io.lepton.privacy.SensitiveColumn.Closeness;
import io.lepton.privacy.SensitiveColumn.Counting;
import io.lepton.privacy.SensitiveColumn.Diversity;
import io.lepton.privacy.SensitiveColumn.Ground;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class PrivacyVerifierTest {
    private final SparkSession spark;
    private final PrivacyVerifier verifier = new PrivacyVerifier();

    PrivacyVerifierTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> table() {
        return spark.sql("select * from values ('a', 1), ('a', 1), ('a', 1), ('b', null), ('b', null) as t(x, y)");
    }

    /** DM = Σ|E|², C_avg = (N / classes) / k. */
    @Test
    void measuresClassesByTheirDefinitions() {
        PrivacyEvidence evidence = verifier.verify(table(), PrivacyModel.kAnonymity(2, List.of("x", "y")));

        assertThat(evidence)
                .isEqualTo(new PrivacyEvidence(
                        2,
                        5,
                        2,
                        2,
                        0,
                        2.5,
                        13,
                        0.5,
                        0.4,
                        List.of(new ClassSizes(2, 2, 1, 2), new ClassSizes(3, 3, 1, 3)),
                        List.of(),
                        true));
        assertThat(evidence.normalizedAverageClassSize()).isEqualTo(1.25);
        assertThat(evidence.discernibility(1)).isEqualTo(13 + 6);
    }

    @Test
    void countsThoseWhoStandAlone() {
        Dataset<Row> table = spark.sql("select * from values ('a'), ('a'), ('b'), ('c') as t(x)");

        PrivacyEvidence evidence = verifier.verify(table, PrivacyModel.kAnonymity(2, List.of("x")));

        assertThat(evidence.uniques()).isEqualTo(2);
        assertThat(evidence.holds()).isFalse();
    }

    @Test
    void seesThatAPromiseDoesNotHold() {
        assertThat(verifier.verify(table(), PrivacyModel.kAnonymity(3, List.of("x")))
                        .holds())
                .isFalse();
    }

    @Test
    void findsNobodyInAnEmptyTable() {
        PrivacyEvidence evidence = verifier.verify(
                table().limit(0),
                PrivacyModel.kAnonymity(3, List.of("x")).protecting(SensitiveColumn.distinct("y", 2)));

        assertThat(evidence.rows()).isZero();
        assertThat(evidence.holds()).isTrue();
    }

    @Test
    void refusesAnUnknownColumn() {
        assertThatThrownBy(() -> verifier.verify(table(), PrivacyModel.kAnonymity(3, List.of("z"))))
                .hasMessageContaining("the table has no such column");
    }

    /** Nine salaries of 3,000 to 11,000: {3, 4, 5} is at 0.375, {6, 8, 11} at 0.1667 (Li et al., 2007). */
    @Test
    void measuresClosenessOfSalariesAsPublished() {
        String rows = "select * from values ('a', 3), ('a', 4), ('a', 5), ('b', 6), ('b', 8), ('b', 11), "
                + "('c', 7), ('c', 9), ('c', 10) as t(x, salary)";
        PrivacyModel model = PrivacyModel.kAnonymity(3, List.of("x"))
                .protecting(SensitiveColumn.close("salary", 0.2, Ground.ORDERED));

        SensitiveEvidence all = sensitive(spark.sql(rows), model);
        // The table of all nine, of which one class is looked at.
        SensitiveEvidence one = sensitive(spark.sql(rows.replace("'c'", "'a'")), model);

        assertThat(all.closenessT()).isCloseTo(0.375, within(1e-12));
        assertThat(all.holds()).isFalse();
        assertThat(one.closenessT()).isCloseTo(1.0 / 6, within(1e-12));
        assertThat(one.holds()).isTrue();
    }

    @Test
    void measuresDiversityByItsThreeDefinitions() {
        Dataset<Row> table = spark.sql("select * from values ('a', 'flu'), ('a', 'flu'), ('a', 'cold'), ('a', null), "
                + "('b', 'flu'), ('b', 'cold'), ('b', 'flu'), ('b', 'cold') as t(x, illness)");
        PrivacyModel model = PrivacyModel.kAnonymity(4, List.of("x"))
                .protecting(SensitiveColumn.diverse("illness", new Diversity(Counting.RECURSIVE, 2, 1.5)));

        SensitiveEvidence evidence = sensitive(table, model);

        assertThat(evidence.distinctL()).isEqualTo(2);
        assertThat(evidence.entropyL()).isCloseTo(2, within(1e-12));
        assertThat(evidence.recursiveC()).hasValue(1);
        assertThat(evidence.holds()).isTrue();
        // Half of the table is flu, three eighths cold, one eighth missing: both classes have one eighth elsewhere.
        assertThat(evidence.closenessT()).isCloseTo(0.125, within(1e-12));
    }

    /** Within one branch of a tree of height 2 the way is half as long as between branches. */
    @Test
    void measuresClosenessAlongAHierarchy() {
        Hierarchy hierarchy = new Hierarchy(
                "illness.csv",
                Map.of(
                        "flu", List.of("lungs", "*"),
                        "asthma", List.of("lungs", "*"),
                        "ulcer", List.of("stomach", "*"),
                        "gastritis", List.of("stomach", "*")));
        Dataset<Row> table = spark.sql("select * from values ('a', 'flu'), ('a', 'ulcer'), ('b', 'asthma'), "
                + "('b', 'gastritis') as t(x, illness)");
        Dataset<Row> apart = spark.sql("select * from values ('a', 'flu'), ('a', 'asthma'), ('b', 'ulcer'), "
                + "('b', 'gastritis') as t(x, illness)");
        SensitiveColumn column = new SensitiveColumn(
                "illness",
                Optional.empty(),
                Optional.of(new Closeness(0.3, Ground.HIERARCHICAL, Optional.of(hierarchy))));
        PrivacyModel model = PrivacyModel.kAnonymity(2, List.of("x")).protecting(column);

        assertThat(sensitive(table, model).closenessT()).isCloseTo(0.25, within(1e-12));
        assertThat(sensitive(apart, model).closenessT()).isCloseTo(0.5, within(1e-12));
        assertThat(sensitive(apart, model).holds()).isFalse();
    }

    private SensitiveEvidence sensitive(Dataset<Row> table, PrivacyModel model) {
        return verifier.verify(table, model).sensitive().get(0);
    }
}
