package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From people of three incomes to the probability of each, and what it tells of the groups. */
@ExtendWith(LocalSpark.class)
class SeveralClassesTest {
    @TempDir
    private static Path folder;

    private static TinyProject project;

    /** Two models for all: each test has runs of its own. */
    @BeforeAll
    static void trainTwoModels(SparkSession spark) {
        List<String> people = TinyProject.keyedPeople(240);
        // Of who earns much, those who work least earn fairly.
        List<String> three = IntStream.range(0, people.size())
                .mapToObj(i -> i > 0 && i % 3 == 1 ? people.get(i).replace("high", "fair") : people.get(i))
                .toList();
        project = TinyProject.in(spark, folder)
                .keyed()
                .with(three)
                .replacing("  positive: high\n", "")
                .adding("  gates:\n    - {metric: auc_of_low, at-least: 0.1}\n");
        assertThat(project.run("first", PipelineRun::all).error()).isEmpty();
        TinyProject other = project.replacing("linear: {}", "decision-tree: {depth: 2, min-instances: 5}");
        assertThat(other.trained("second").error()).isEmpty();
    }

    private static void score(TinyProject pipeline, String run) {
        assertThat(pipeline.run(run, stages -> {
                            stages.only(StageName.SCORE);
                            stages.only(StageName.AUDIT);
                        })
                        .error())
                .isEmpty();
    }

    private static TinyProject scoring(String name, String what) {
        return project.named(name).adding("score: {" + what + "}\n");
    }

    @Test
    void eachProbabilityStandsBesideTheScore() {
        Dataset<Row> scores = project.lake().read("scores/tiny");

        List<Row> rows = scores.collectAsList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (Row row : rows) {
            Map<String, Double> probabilities = row.getJavaMap(row.fieldIndex("probabilities"));
            assertThat(probabilities).containsOnlyKeys("fair", "high", "low");
            assertThat(probabilities.values().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(probabilities.get(row.<String>getAs("prediction")))
                    .isEqualTo(row.<Double>getAs("score"))
                    .isEqualTo(probabilities.values().stream()
                            .mapToDouble(p -> p)
                            .max()
                            .orElseThrow());
        }
    }

    /** Counted while rows are scored, or of the probabilities that stand beside the scores; left out of the table or not. */
    @Test
    void whatTheyTellIsTheSameHoweverRowsAreCounted() {
        score(scoring("plain", "model: tiny/1, probabilities: false"), "plain");
        score(scoring("compared", "model: tiny/2, challenger: tiny/1"), "compared");

        Map<String, Double> counted = figures("plain", 1);
        assertThat(counted).containsKeys("auc", "auc_of_0", "average_precision_of_1", "brier_score", "log_loss");
        assertThat(figures("compared", 1)).as("of the challenger").isEqualTo(counted);
        assertThat(figures("compared", 2)).as("of the other model").isNotEqualTo(counted);
        assertThat(project.lake().read("scores/plain").columns()).doesNotContain("probabilities");
        assertThat(project.lake()
                        .read("scores/compared@challenger")
                        .select("person", "score", "prediction", "probabilities")
                        .where("probabilities[prediction] = score")
                        .count())
                .isEqualTo(project.lake().read("scores/plain").count());
        assertThat(ScoredProject.texts(
                        project.lake()
                                .read("audits/fairness")
                                .where("run_id = 'plain' and metric = 'auc_of_2' and kind = 'overall'"),
                        "class_name"))
                .containsExactly("low");
    }

    /** By group and metric; rounded: sums are added up in another order. */
    private static Map<String, Double> figures(String run, int version) {
        Map<String, Double> figures = new TreeMap<>();
        project.lake()
                .read("audits/fairness")
                .where("run_id = '" + run + "' and model_version = " + version + " and value is not null")
                .where("kind in ('overall', 'group')")
                .selectExpr(
                        "concat(if(kind = 'group', group_name || ' ', ''), metric) as figure",
                        "round(value, 9) as value")
                .collectAsList()
                .forEach(row -> figures.put(row.getString(0), row.getDouble(1)));
        return figures;
    }

    /** The first time rows are written, and the next time columns of files are copied. */
    @Test
    void theyAreCopiedAsTheyAre() {
        score(project.adding("score: {model: tiny/1}\n"), "copied");

        Dataset<Row> scores = project.lake().read("scores/tiny");
        List<String> written = told(scores, "first");
        assertThat(told(scores, "copied")).isEqualTo(written).hasSizeGreaterThan(50);
        assertThat(folder.resolve("lake/scores/tiny").toFile().list())
                .anyMatch(file -> file.matches("part-[0-9a-f]{8}-.*"))
                .anyMatch(file -> file.matches("part-[0-9]{5}-.*"));
    }

    private static List<String> told(Dataset<Row> scores, String run) {
        return ScoredProject.texts(
                scores.where("run_id = '" + run + "'").orderBy("person"),
                "concat_ws(' ', person, score, probabilities['fair'], probabilities['high'], probabilities['low'])");
    }
}
