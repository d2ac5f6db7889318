package io.lepton.privacy;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.privacy.SensitiveColumn.Counting;
import io.lepton.privacy.SensitiveColumn.Diversity;
import io.lepton.privacy.SensitiveColumn.Ground;
import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.PrivacyVerifier;
import io.lepton.privacy.proof.SensitiveEvidence;
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
            .add("flag", DataTypes.BooleanType)
            .add("secret", DataTypes.IntegerType);
    private final PrivacyVerifier verifier = new PrivacyVerifier();
    private static final List<String> COLUMNS = List.of("number", "category", "flag");

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void everyClassHoldsWhatWasAskedNoRowIsLostAndOrderDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 2, max = 7) int k,
            @ForAll @IntRange(min = 0, max = 30) int limitPercent,
            @ForAll boolean inRegions,
            @ForAll Demand demand,
            @ForAll long seed) {
        SparkSession spark = LocalSpark.session();
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            rows.add(RowFactory.create(
                    id,
                    random.nextInt(8) == 0 ? null : (Object) (double) random.nextInt(20),
                    random.nextInt(8) == 0 ? null : "c" + random.nextInt(5),
                    random.nextBoolean(),
                    random.nextInt(9) == 0 ? null : (Object) random.nextInt(4)));
        }
        PrivacyModel model = PrivacyModel.kAnonymity(k, COLUMNS)
                .suppressing(limitPercent / 100.0)
                .protecting(demand.columns());
        Anonymizer anonymizer = new Anonymizer(List.of(), Optional.of(model), inRegions ? 30 : 1_000_000);
        Dataset<Row> raw = spark.createDataFrame(rows, SCHEMA);
        boolean possible = size >= k
                && verifier
                        .verify(
                                raw.withColumn("all", lit(1)),
                                PrivacyModel.kAnonymity(1, List.of("all")).protecting(demand.columns()))
                        .sensitive()
                        .stream()
                        .allMatch(SensitiveEvidence::holds);
        if (!possible) {
            assertThatThrownBy(() -> anonymizer.anonymize(raw)).isInstanceOf(LeptonException.class);
            return;
        }

        Anonymized anonymized = anonymizer.anonymize(raw);
        Collections.shuffle(rows, random);
        Anonymized shuffled =
                anonymizer.anonymize(spark.createDataFrame(rows, SCHEMA).repartition(3));

        PrivacyEvidence evidence = verifier.verify(anonymized.rows(), model);
        assertThat(evidence.holds()).as("%s", evidence).isTrue();
        assertThat(evidence.rows() + anonymized.rowsSuppressed()).isEqualTo(size);
        assertThat(anonymized.rowsSuppressed())
                .isLessThanOrEqualTo((long) Math.floor(size * limitPercent / 100.0 + 1e-9));
        assertThat(anonymized.informationLossByColumn().values()).allMatch(loss -> loss >= 0 && loss <= 1);
        assertThat(texts(shuffled)).isEqualTo(texts(anonymized));
    }

    enum Demand {
        NOTHING,
        DISTINCT(SensitiveColumn.distinct("secret", 2)),
        ENTROPY(SensitiveColumn.diverse("secret", new Diversity(Counting.ENTROPY, 1.8, 0))),
        RECURSIVE(SensitiveColumn.diverse("secret", new Diversity(Counting.RECURSIVE, 2, 2))),
        EQUALLY_CLOSE(SensitiveColumn.close("secret", 0.3, Ground.EQUAL)),
        CLOSE_IN_ORDER(SensitiveColumn.close("secret", 0.25, Ground.ORDERED));

        private final SensitiveColumn[] columns;

        Demand(SensitiveColumn... columns) {
            this.columns = columns;
        }

        SensitiveColumn[] columns() {
            return columns;
        }
    }

    private static List<String> texts(Anonymized anonymized) {
        return anonymized.rows().orderBy("id").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
