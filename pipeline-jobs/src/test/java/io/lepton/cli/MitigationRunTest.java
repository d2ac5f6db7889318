package io.lepton.cli;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.config.PipelineParser;
import io.lepton.error.ExitCode;
import io.lepton.fairness.mitigation.Lot;
import io.lepton.jobs.Json;
import io.lepton.jobs.ModelBundle;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import io.lepton.jobs.mitigation.MitigationSearch;
import io.lepton.lake.Lake;
import io.lepton.registry.ModelRegistry;
import io.lepton.registry.ModelVersion;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of census data that a line of the pipeline file makes fairer. */
@ExtendWith(LocalSpark.class)
class MitigationRunTest {
    private static final String METHOD = "threshold-optimizer";

    @TempDir
    private static Path folder;

    private static SampleProject project;
    private static SparkSession spark;

    /** One lake, whose features the other runs learn from, too. */
    @BeforeAll
    static void walkTheWholeRoad(SparkSession session) throws IOException {
        spark = session;
        project = SampleProject.in(folder, 1800)
                .withOneModel("linear: {iterations: 10}\n  mitigate: {method: " + METHOD + ", attribute: sex}")
                .replacing(
                        "  k-anonymity:\n    k: 5\n    quasi-identifiers: [age, sex, race]\n    suppression-limit: 0.05\n",
                        "")
                .replacing("protected-attributes: [sex, race]", "protected-attributes: [sex]\n  minimum-outcomes: 5");
        Files.writeString(
                project.file(), Files.readString(project.file()) + "score: {allow-protected-attributes: true}\n");
        run("first", text -> text, PipelineRun::all);
    }

    @Test
    void decisionsOfThresholdsArePublishedAuditedAndTheSameFromTheRegistry() throws IOException {
        List<Row> published = published("first");
        ModelVersion version = registry().version("sample", 1);
        ModelBundle loaded = ModelBundle.load(spark, version.path());

        Dataset<Row> people = lake().read("trusted/adult");
        assertThat(decided(loaded.predict(people), published)).isEqualTo(published);
        assertThat(version.parameters())
                .containsEntry("chosen", "linear + " + METHOD)
                .containsEntry("mitigation.attribute", "sex");
        assertThat(published.stream()
                        .filter(row ->
                                row.getDouble(1) >= .5 != row.getString(2).equals(">50K")))
                .as("people whom the score alone would have decided otherwise")
                .isNotEmpty();
        assertThat(lake().read("features/adult")
                        .where("split = 'test'")
                        .agg(avg(Lot.of(lotSeed(), List.of(col("row_id")))))
                        .head()
                        .getDouble(0))
                .as("lots of held-out rows are even: four standard errors")
                .isCloseTo(.5, within(4 * .29 / Math.sqrt(published.size())));
        assertThat(lake().read("audits/fairness")
                        .where("run_id = 'first' and kind = 'overall' and metric = 'selection_rate'")
                        .head()
                        .<Double>getAs("value"))
                .as("the audit judges decisions, not scores")
                .isEqualTo(published.stream()
                                .filter(row -> row.getString(2).equals(">50K"))
                                .count()
                        / (double) published.size());
        assertThat(folder.resolve("lake/reports/first.html"))
                .content()
                .contains(
                        "Making it fairer", "Each group has thresholds of its own.", "On test rows accuracy went from");
    }

    @Test
    void aModelThatReadsTheAttributeScoresNobodyWithoutLeave() throws IOException {
        String forbidden = text().replace("{allow-protected-attributes: true}", "{model: sample/1}")
                .replaceFirst("\n  mitigate: .*", "");

        TinyProject.End refused = new TinyProject(spark, folder, located(forbidden))
                .run("forbidden", stages -> stages.only(StageName.SCORE));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(refused.error())
                .contains(
                        "Cannot score by sample/1: it treats people by 'sex', and the pipeline file does not allow that.");
        assertThat(lake().exists("work/forbidden/scores")).isFalse();
    }

    @Test
    void reweighedRowsMakeAModelThatNeedsNoAttribute() throws IOException {
        run("reweighed", text -> text.replace(METHOD, "reweighing"), stages -> {
            stages.only(StageName.TRAIN);
            stages.only(StageName.REGISTER);
            stages.only(StageName.SCORE);
            stages.only(StageName.AUDIT);
        });

        JsonNode mitigation = mitigation("reweighed");
        List<Row> published = published("reweighed");
        assertThat(mitigation.get("metric").asText()).isEqualTo("demographic_parity_difference");
        assertThat(mitigation.get("after").get("unfairness").asDouble())
                .isLessThan(mitigation.get("before").get("unfairness").asDouble());
        ModelVersion version = registry().versions("sample").stream()
                .filter(found -> found.parameters().get("chosen").endsWith("reweighing"))
                .findFirst()
                .orElseThrow();
        assertThat(decided(ModelBundle.load(spark, version.path()).predict(lake().read("trusted/adult")), published))
                .isEqualTo(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disparate-impact-remover", "correlation-remover"})
    void repairedFeaturesAreLearnedFromAndScoredByAndNeedTheAttribute(String method) throws IOException {
        assumeThat(method.equals("correlation-remover") || Boolean.getBoolean("all-tests"))
                .as("takes long, and RepairedScoringTest scores both")
                .isTrue();
        run(
                method,
                text -> text.replace(METHOD, method)
                        .replace("audit:\n", "audit:\n  slices: false\n  consistency: {sample: 0}\n"),
                stages -> {
                    stages.only(StageName.TRAIN);
                    stages.only(StageName.REGISTER);
                    stages.only(StageName.SCORE);
                    stages.only(StageName.AUDIT);
                });

        JsonNode mitigation = mitigation(method);
        List<Row> published = published(method);
        assertThat(mitigation.get("metric").asText()).isEqualTo("demographic_parity_difference");
        assertThat(mitigation.get("settings").get("repair-level").asText()).isEqualTo("1");
        assertThat(mitigation.get("usesAttribute").asBoolean()).isTrue();
        assertThat(mitigation.get("after").get("unfairness").asDouble())
                .as("whose husbands and wives still tell the sex where only numbers are repaired")
                .isLessThan(mitigation.get("before").get("unfairness").asDouble()
                        + (method.equals("correlation-remover") ? 0 : .02));
        ModelVersion version = registry().versions("sample").stream()
                .filter(found -> found.parameters().get("chosen").endsWith(method))
                .findFirst()
                .orElseThrow();
        ModelBundle bundle = ModelBundle.load(spark, version.path());
        assertThat(decided(bundle.predict(lake().read("trusted/adult")), published))
                .isEqualTo(published);
        assertThat(version.inputSchemaJson()).as("the attribute is an input").contains("\"name\":\"sex\"");
        assertThatThrownBy(() -> bundle.predict(lake().read("trusted/adult").drop("sex")))
                .hasMessageContaining("Cannot score these rows: the model needs the column sex");
        assertThat(lake().read("audits/fairness")
                        .where("run_id = '" + method + "' and kind = 'overall' and metric = 'selection_rate'")
                        .count())
                .isEqualTo(1);
        run(
                method + "-flow",
                text -> text.replace(METHOD, method)
                        .replace("audit:\n", "audit:\n  slices: false\n  consistency: {sample: 0}\n")
                        .replace("ingest:\n", "ingest:\n  key: [row_id]\n")
                        .replace(
                                "score: {allow-protected-attributes: true}",
                                "score: {allow-protected-attributes: true, model: sample/" + version.version()
                                        + ", input: {source: {format: delta, path: "
                                        + folder.resolve("lake/trusted/adult") + "}}}"),
                stages -> stages.stream(Optional.empty()));
        List<Row> streamed = published(method + "-flow-000000");
        assertThat(decided(bundle.predict(lake().read("trusted/adult")), streamed))
                .as("what a stream brings")
                .isEqualTo(streamed)
                .hasSize((int) lake().read("trusted/adult").count());
    }

    @Test
    void autoRecordsEachTryAndKeepsTheFairestThatLosesLittle() throws IOException {
        run(
                "auto",
                text -> text.replace(METHOD, "auto")
                        .replace("attribute: sex}", "attribute: sex, tries: 3, max-accuracy-loss: 0.05}"),
                stages -> {
                    stages.only(StageName.TRAIN);
                    stages.only(StageName.REPORT);
                });

        JsonNode mitigation = mitigation("auto");
        List<String> fates = new ArrayList<>();
        mitigation
                .get("tries")
                .forEach(found -> fates.add(
                        found.get("method").asText() + " " + found.get("fate").asText()));
        assertThat(fates)
                .startsWith(
                        "none MEASURED",
                        "threshold-optimizer MEASURED",
                        "threshold-optimizer MEASURED",
                        "reject-option MEASURED",
                        "reweighing SKIPPED")
                .hasSize(13);
        assertThat(mitigation.get("tries").get(4).get("reason").asText()).isEqualTo("the budget of 3 tries was spent");
        assertThat(mitigation.get("tries").get(7).get("reason").asText())
                .isEqualTo("is a kind of xgboost, and the chosen model is 'linear'");
        assertThat(mitigation.get("validationRows").asLong()).isBetween(300L, 460L);
        double kept = 9;
        double asItIs =
                mitigation.get("tries").get(0).get("outcome").get("unfairness").asDouble();
        for (JsonNode found : mitigation.get("tries")) {
            kept = found.get("chosen").asBoolean()
                    ? found.get("outcome").get("unfairness").asDouble()
                    : kept;
        }
        assertThat(kept).isLessThanOrEqualTo(asItIs);
        assertThat(folder.resolve("lake/reports/auto.html"))
                .content()
                .contains(
                        "3 ways to treat groups of sex more alike were compared on",
                        "aria-label=\"Accuracy against unfairness.");
    }

    private static void run(String id, UnaryOperator<String> change, Consumer<PipelineRun> stages) throws IOException {
        stages.accept(new PipelineRun(
                spark,
                new PipelineParser()
                        .read(located(change.apply(text())), project.file().toString(), Map.of())
                        .orThrow(),
                id,
                "test",
                Progress.silent()));
    }

    private static long lotSeed() throws IOException {
        return MitigationSearch.of(
                        new PipelineParser()
                                .read(text(), project.file().toString(), Map.of())
                                .orThrow(),
                        List.of("row_id"),
                        step -> {})
                .orElseThrow()
                .lotSeed();
    }

    private static String text() throws IOException {
        return Files.readString(project.file());
    }

    private static String located(String text) {
        return text.replace("${TEST_LAKE:-lake}", folder.resolve("lake").toString());
    }

    private static Lake lake() {
        return new Lake(spark, folder.resolve("lake").toString());
    }

    private static ModelRegistry registry() {
        return new ModelRegistry(
                new Configuration(), folder.resolve("lake/registry").toString());
    }

    private static List<Row> published(String run) {
        return lake().read("scores/sample")
                .where("run_id = '" + run + "'")
                .orderBy("row_id")
                .select("row_id", "score", "prediction")
                .collectAsList();
    }

    /** The same rows, scored by a model from the registry. */
    private static List<Row> decided(Dataset<Row> scored, List<Row> published) {
        return scored.where(col("row_id")
                        .isin(published.stream().map(row -> row.get(0)).toArray()))
                .orderBy("row_id")
                .select("row_id", "score", "prediction")
                .collectAsList();
    }

    private static JsonNode mitigation(String run) {
        return Json.tree(Json.read(
                        lake().read("runs")
                                .where("stage = 'train' and run_id = '" + run + "'")
                                .head()
                                .getAs("detail"),
                        Map.class))
                .get("mitigation");
    }
}
