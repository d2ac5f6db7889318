package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.Anonymize;
import io.lepton.config.Encryption;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class SampledInputsTest {
    private static final Anonymize.KeysetPlace KEYSET =
            new Anonymize.KeysetPlace(Optional.of("keys.json"), Optional.empty(), Optional.empty());

    private static Incoming rows(SparkSession spark) {
        Dataset<Row> rows =
                spark.range(400).selectExpr("id as person", "id % 7 as age", "'x' as diagnosis", "array(1) as history");
        return Incoming.of(rows, 400, List.of());
    }

    private static Optional<Encryption> encrypted(Encryption.Folder... tables) {
        return Optional.of(new Encryption(KEYSET, List.of(tables), Map.of("diagnosis", KEYSET)));
    }

    private static Optional<InputSample.Part> laid(Incoming incoming, Optional<Encryption> encryption, long most) {
        return new SampledInputs(encryption, List.of("person"), 1)
                .of(incoming, Set.of("age", "diagnosis", "history", "absent"), most);
    }

    private static List<String> columns(InputSample.Part part) {
        return part.columns().stream().map(CountedColumn::name).toList();
    }

    @Test
    void leavesOutWhatHasAKeyOfItsOwn(SparkSession spark) {
        Incoming incoming = rows(spark);

        InputSample.Part open = laid(incoming, Optional.empty(), 1000).orElseThrow();
        InputSample.Part keyed =
                laid(incoming, encrypted(Encryption.Folder.SCORES), 1000).orElseThrow();

        assertThat(columns(open)).containsExactlyInAnyOrder("age", "diagnosis");
        assertThat(columns(keyed)).containsExactly("age");
        assertThat(laid(incoming, encrypted(Encryption.Folder.TRUSTED), 1000))
                .as("scores are not encrypted")
                .isEmpty();
    }

    @Test
    void samplesRowsByTheirKeysWhereverTheyLie(SparkSession spark) {
        Incoming incoming = rows(spark);
        Column chosen = laid(incoming, Optional.empty(), 100).orElseThrow().chosen();

        List<Row> sampled = sampled(incoming.rows(), chosen);

        assertThat(sampled).hasSizeBetween(30, 100);
        assertThat(sampled(incoming.rows().repartition(5), chosen)).isEqualTo(sampled);
    }

    private static List<Row> sampled(Dataset<Row> rows, Column chosen) {
        return rows.where(chosen)
                .select("person")
                .orderBy(functions.col("person"))
                .collectAsList();
    }
}
