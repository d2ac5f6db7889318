package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.PrivacyVerifier;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

class AnonymizerPropertiesTest {
    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("number", DataTypes.DoubleType)
            .add("category", DataTypes.StringType)
            .add("flag", DataTypes.BooleanType);
    private static final List<String> COLUMNS = List.of("number", "category", "flag");

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void everyClassHoldsKRowsNoRowIsLostAndOrderDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 2, max = 7) int k,
            @ForAll @IntRange(min = 0, max = 30) int limitPercent,
            @ForAll long seed) {
        SparkSession spark = LocalSpark.session();
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            rows.add(RowFactory.create(
                    id,
                    random.nextInt(8) == 0 ? null : (Object) (double) random.nextInt(20),
                    random.nextInt(8) == 0 ? null : "c" + random.nextInt(5),
                    random.nextBoolean()));
        }
        Anonymizer anonymizer = new Anonymizer(
                List.of(), Optional.of(PrivacyModel.kAnonymity(k, COLUMNS).suppressing(limitPercent / 100.0)));
        Dataset<Row> raw = spark.createDataFrame(rows, SCHEMA);
        if (size < k) {
            assertThatThrownBy(() -> anonymizer.anonymize(raw)).hasMessageContaining("k is " + k);
            return;
        }

        Anonymized anonymized = anonymizer.anonymize(raw);
        Collections.shuffle(rows, random);
        Anonymized shuffled =
                anonymizer.anonymize(spark.createDataFrame(rows, SCHEMA).repartition(3));

        PrivacyEvidence evidence = new PrivacyVerifier().verify(anonymized.rows(), PrivacyModel.kAnonymity(k, COLUMNS));
        assertThat(evidence.holds()).isTrue();
        assertThat(evidence.rows() + anonymized.rowsSuppressed()).isEqualTo(size);
        assertThat(anonymized.rowsSuppressed())
                .isLessThanOrEqualTo((long) Math.floor(size * limitPercent / 100.0 + 1e-9));
        assertThat(anonymized.informationLossByColumn().values()).allMatch(loss -> loss >= 0 && loss <= 1);
        assertThat(texts(shuffled)).isEqualTo(texts(anonymized));
    }

    private static List<String> texts(Anonymized anonymized) {
        return anonymized.rows().orderBy("id").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
