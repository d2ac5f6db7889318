package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ExitCode;
import io.lepton.jobs.GateOverride;
import io.lepton.jobs.PipelineRun;
import io.lepton.registry.ModelRegistry;
import io.lepton.testing.LocalSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that is worse than the one in use is refused, until somebody answers for it. */
@ExtendWith(LocalSpark.class)
class GateRunTest {
    private static final String GATE =
            "  gates: [{metric: auc, at-least: -0.01, against: champion}, {metric: accuracy, at-least: 0.1}]\n";

    @TempDir
    private Path folder;

    @Test
    void aWorseModelThanTheChampionNeedsAPersonWhoAnswersForIt(SparkSession spark) {
        TinyProject project =
                TinyProject.in(spark, folder).with(TinyProject.people(600)).adding(GATE);
        assertThat(project.run("first", PipelineRun::all).exitCode())
                .as("there is no champion yet")
                .isEqualTo(ExitCode.DONE);

        ModelRegistry registry = new ModelRegistry(
                new Configuration(), folder.resolve("lake/registry").toString());
        int documents = registry.documents(registry.version("tiny", 1)).size();
        project.run("first", run -> run.override(new GateOverride("Nobody", "nothing was refused")));
        assertThat(registry.documents(registry.version("tiny", 1))).hasSize(documents);

        TinyProject worse = project.replacing("linear: {}", "decision-tree: {depth: 1}");
        TinyProject.End refused = worse.run("second", PipelineRun::all);

        assertThat(refused.exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(refused.error())
                .containsPattern("auc of all rows is 0\\.\\d+, the champion's is .* a difference of -0");
        assertThat(registry.aliases("tiny")).isEqualTo(Map.of("champion", 1));
        assertThat(scored(project, "second")).isZero();

        TinyProject.End overridden =
                worse.run("second", run -> run.override(new GateOverride("Ada Lovelace", "pilot of 20 people")));

        assertThat(overridden.error()).isEmpty();
        assertThat(registry.aliases("tiny")).isEqualTo(Map.of("champion", 2));
        assertThat(registry.history("tiny", "champion")).last().satisfies(change -> assertThat(change.why())
                .contains("Ada Lovelace", "pilot of 20 people"));
        assertThat(scored(project, "second")).isPositive();
        assertThat(project.lake()
                        .read("audits/fairness")
                        .where("run_id = 'second' and kind = 'gate' and against = 'champion' and not passed"
                                + " and overridden_by = 'Ada Lovelace' and override_reason = 'pilot of 20 people'")
                        .count())
                .isEqualTo(1);
        assertThat(registry.newest(registry.version("tiny", 2), "model-card.md"))
                .hasValueSatisfying(card -> assertThat(new String(card, StandardCharsets.UTF_8))
                        .contains("Ada Lovelace published the scores all the same", "pilot of 20 people"));
        assertThat(folder.resolve("lake/reports/second.html")).content().contains("Overridden", "Ada Lovelace");
    }

    @Test
    void aGateOnAClassThatTheLabelDoesNotHaveIsRefusedBeforeTraining(SparkSession spark) {
        List<String> people = TinyProject.people(300).stream()
                .map(line -> line.replaceFirst("^([2-4]\\d,.*),low$", "$1,middle"))
                .toList();
        TinyProject project = TinyProject.in(spark, folder)
                .with(people)
                .replacing("  positive: high\n", "")
                .adding("  gates: [{metric: recall_of_midle, at-least: 0}]\n");

        TinyProject.End misspelt = project.run("first", PipelineRun::all);

        assertThat(misspelt.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(misspelt.error())
                .isEqualTo(
                        "Cannot decide gate 'recall_of_midle': the label has no class 'midle'. Did you mean 'middle'? It has:"
                                + " high, low, middle.");
        assertThat(folder.resolve("lake/features/tiny")).as("before training").doesNotExist();
    }

    private static long scored(TinyProject project, String runId) {
        return project.lake()
                .read("scores/tiny")
                .where("run_id = '" + runId + "'")
                .count();
    }
}
