package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.config.Anonymize;
import io.lepton.config.Encryption;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.counting.CountedGroups;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputCounter;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted while rows are scored, beside what is counted of the scores. */
@ExtendWith(LocalSpark.class)
class ScoringAuditTest {
    private static final AuditTerms TERMS =
            new AuditTerms(List.of("sex", "age"), Map.of("age", List.of(30.0, 45.0)), 0.4);
    private static final int ROWS = 12_000;

    @TempDir
    private Path folder;

    private final SparkSession spark;

    ScoringAuditTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Two files of several batches each; the last third of the labels are not known. */
    private Dataset<Row> people() {
        String path = folder.resolve("people").toString();
        spark.range(0, ROWS, 1, 2)
                .selectExpr("id", "pmod(xxhash64(id), 1000) / 1000 as u", "pmod(xxhash64(1, id), 1000) / 1000 as v")
                .selectExpr(
                        "concat('p', id) as person",
                        "id",
                        "if(u < 0.02, null, cast(u * 40 + 20 as int)) as age",
                        "case when v < 0.05 then null when u * 7919 % 2 < 1 then 'Female' else ' Male' end as sex",
                        "v as rate",
                        "if(id % 3 = 2, null, cast(u + v > 1.1 as int)) as two",
                        "if(id % 3 = 2, null, cast(u * 3 as int)) as three",
                        "if(id % 3 = 2, null, u * 10 - v * v) as quantity")
                .write()
                .parquet(path);
        return spark.read().parquet(path);
    }

    private static LabelCodec label(TaskType task) {
        return switch (task) {
            case BINARY -> new LabelCodec("two", task, List.of("0", "1"));
            case MULTICLASS -> new LabelCodec("three", task, List.of("0", "1", "2"));
            case REGRESSION -> new LabelCodec("quantity", task, List.of());
        };
    }

    private static ModelBundle bundle(Dataset<Row> people, TaskType task) {
        FittedFeatures features = new FeaturePlan(List.of(
                        new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("rate", TransformMethod.STANDARDIZE, 2, 1)))
                .fit(people);
        Dataset<Row> vectors = ModelBundle.withVectors(label(task)
                        .encode(features.transform(people.where("id % 3 < 2").limit(600))))
                .select(col("features"), col("label"), lit(1.0).as("weight"));
        Transformer model =
                (Transformer) Linear.of(task, new LinearSettings(5, 0.001, 0)).fit(vectors);
        return new ModelBundle(
                features, InputProfile.unknown(), new PipelineModel("bundle", new Transformer[] {model}), label(task));
    }

    private static AuditedColumns audited(Dataset<Row> people, TaskType task) {
        InputSample.Part part = new InputSample.Part(
                col("id").mod(40).equalTo(3),
                Stream.of("age", "sex", "rate")
                        .map(name -> CountedColumn.of(people, name))
                        .toList());
        return new AuditedColumns(
                label(task).column(),
                TERMS.protectedAttributes(),
                new InputSample(Optional.of(part), Optional.empty()));
    }

    private Dataset<Row> counted(ModelBundle bundle, Dataset<Row> people) {
        TaskType task = bundle.label().task();
        ScoringAudit audit = new ScoringAudit(TERMS, label(task), audited(people, task));
        InputTally tally = InputTally.registered(
                spark, InputCounter.of(bundle.features(), InputProfile.unknown(), people.schema()));
        return bundle.predictCounted(
                        audit.sampled(people), List.of("person", ScoringAudit.SAMPLED), ScoreNames.USUAL, tally, audit)
                .orElseThrow()
                .drop(ScoringAudit.SAMPLED);
    }

    private static Dataset<Row> bearing(ModelBundle bundle, Dataset<Row> people) {
        return bundle.predict(
                audited(people, bundle.label().task()).added(people), List.of("person", AuditedColumns.NAME));
    }

    private static FairnessAudit audit(TaskType task) {
        return new FairnessAudit(AuditInput.of("label", "__score", "__prediction", TERMS.protectedAttributes())
                .withBins(TERMS.bins())
                .withDepth(1)
                .withTask(label(task).audited())
                .withProbabilities(
                        label(task).tellsProbabilities() ? Optional.of("__probabilities") : Optional.empty()));
    }

    /** As the audit sees scores that bear what they are to be counted by. */
    private static Dataset<Row> predicted(Dataset<Row> scores, LabelCodec label) {
        Column prediction =
                switch (label.task()) {
                    case BINARY -> col("__selected").cast("double");
                    case MULTICLASS -> label.number(col("__prediction_label"));
                    case REGRESSION -> col("__score");
                };
        Dataset<Row> predicted = label.encode(AuditedColumns.beside(
                        scores, ScoreNames.USUAL, col("score").geq(TERMS.threshold())))
                .withColumn("__prediction", prediction);
        return label.tellsProbabilities()
                ? predicted.withColumn("__probabilities", label.numbersOf(col(AuditedColumns.BY_CLASS)))
                : predicted;
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void countsWhatTheScoresSayAndKeepsTheSample(TaskType task) {
        Dataset<Row> people = people();
        ModelBundle bundle = bundle(people, task);
        String path = folder.resolve("scores").toString();
        // Of the rows of the last batches none is left; of a part none at all.
        List<Dataset<Row>> parts = task == TaskType.BINARY
                ? List.of(people, people.where("id < 2500"), people.repartition(3), people.where("id < 0"))
                // Of several classes two may be all that a batch holds.
                : List.of(people, people.where("three < 2 or three is null"));
        for (Dataset<Row> some : parts) {
            counted(bundle, some).write().mode("overwrite").parquet(path);
            Dataset<Row> scores = spark.read().parquet(path);
            Dataset<Row> reference = bearing(bundle, some);

            requireSameRows(scores.drop(AuditedColumns.NAME), reference.drop(AuditedColumns.NAME));
            CountedBatch batch = CountedBatch.of(scores).orElseThrow();
            CountedGroups groups = batch.groups();
            assertThat(groups.rows()).isEqualTo(some.count());
            if (groups.rows() == 0) {
                continue;
            }
            requireSame(audit(task).of(groups), audit(task).audit(predicted(reference, bundle.label())));
            assertThat(audit(task).of(groups).overall().metrics().containsKey("auc_of_1"))
                    .isEqualTo(task == TaskType.MULTICLASS);
            try (SampledScores sampled = SampledScores.of(scores)) {
                Column[] columns = Stream.of("person", "score", "prediction", AuditedColumns.NAME)
                        .map(functions::col)
                        .toArray(Column[]::new);
                requireSameRows(
                        sampled.rows().select(columns),
                        reference
                                .where(col(AuditedColumns.NAME)
                                        .getField(InputSample.NAME)
                                        .isNotNull())
                                .select(columns));
            }
        }
    }

    @Test
    void onlyTheLastRowOfATaskTellsOfPeople() {
        Dataset<Row> people = people();

        Dataset<Row> scores = counted(bundle(people, TaskType.BINARY), people);

        assertThat(scores.where(AuditedColumns.NAME + " is not null").count())
                .isEqualTo(scores.rdd().getNumPartitions())
                .isLessThan(10);
    }

    @Test
    void otherTermsThanThoseOfScoringAreRefused() {
        Dataset<Row> people = people();
        CountedBatch batch = CountedBatch.of(counted(bundle(people, TaskType.BINARY), people))
                .orElseThrow();

        batch.require(TERMS, "night");

        assertThatThrownBy(() -> batch.require(new AuditTerms(List.of("sex"), Map.of(), 0.5), "night"))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot audit the scores of run 'night': their rows were counted by sex, age (bins {age=[30.0, 45.0]})"
                                + " and a threshold of 0.4 when they were scored, and the pipeline file asks for sex and a threshold of"
                                + " 0.5. Score them again, with a new --run-id.");
        assertThatThrownBy(() -> new CountedBatch(batch.scores(), Metadata.empty()).require(TERMS, "night"))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot audit the scores of run 'night': another version of Lepton counted their rows."
                        + " Score them again, with a new --run-id.");
    }

    @Test
    void whatHasAKeyOfItsOwnIsNotCarried() {
        Anonymize.KeysetPlace place = new Anonymize.KeysetPlace(Optional.empty(), Optional.empty(), Optional.empty());
        Encryption encryption = new Encryption(place, List.of(Encryption.Folder.SCORES), Map.of("person", place));

        assertThat(ScoringAudit.isKeyed(Optional.of(encryption), Set.of("sex", "person")))
                .isTrue();
        assertThat(ScoringAudit.isKeyed(Optional.of(encryption), Set.of("sex", "score")))
                .isFalse();
        assertThat(ScoringAudit.isKeyed(Optional.empty(), Set.of("person"))).isFalse();
        assertThat(ScoringAudit.mayTellProbabilities(Optional.of(encryption))).isTrue();
        assertThat(ScoringAudit.mayTellProbabilities(Optional.of(keyed(Map.of("score", place)))))
                .isFalse();
        assertThat(ScoringAudit.mayTellProbabilities(
                        Optional.of(keyed(Map.of("score", place, "probabilities", place)))))
                .isTrue();
    }

    private static Encryption keyed(Map<String, Anonymize.KeysetPlace> columns) {
        Anonymize.KeysetPlace place = new Anonymize.KeysetPlace(Optional.empty(), Optional.empty(), Optional.empty());
        return new Encryption(place, List.of(Encryption.Folder.SCORES), columns);
    }

    private static void requireSameRows(Dataset<Row> some, Dataset<Row> others) {
        assertThat(some.collectAsList().stream().map(Row::toString).sorted().toList())
                .isEqualTo(others.collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList());
    }

    private static void requireSame(FairnessReport one, FairnessReport other) {
        List<String> differences = new ArrayList<>();
        compare("", Json.tree(one), Json.tree(other), differences);
        assertThat(differences).isEmpty();
        assertThat(one.overall().count()).isEqualTo(other.overall().count());
    }

    /** Sums are added up in another order. */
    private static void compare(String path, JsonNode one, JsonNode other, List<String> differences) {
        if (one.isNumber() && other.isNumber()) {
            double tolerance = 1e-9 * Math.max(1, Math.abs(one.doubleValue()));
            if (!one.equals(other) && !(Math.abs(one.doubleValue() - other.doubleValue()) <= tolerance)) {
                differences.add(path + ": " + one + " and " + other);
            }
        } else if (one.isContainerNode() && one.size() == other.size()) {
            one.fieldNames().forEachRemaining(name -> {
                if (other.has(name)) {
                    compare(path + "/" + name, one.get(name), other.get(name), differences);
                } else {
                    differences.add(path + "/" + name);
                }
            });
            for (int i = 0; one.isArray() && i < one.size(); i++) {
                compare(path + "/" + i, one.get(i), other.get(i), differences);
            }
        } else if (!one.equals(other)) {
            differences.add(path + ": " + one + " and " + other);
        }
    }
}
