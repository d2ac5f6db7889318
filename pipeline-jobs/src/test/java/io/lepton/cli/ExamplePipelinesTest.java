package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.RunSummary;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipelines that we ship, on the real data sets that they are for. */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class ExamplePipelinesTest {
    private static final Path DATA = Path.of("../../shared/data");

    @TempDir
    private Path folder;

    // Quality: what the literature reaches on these sets with such models is a little above.
    @ParameterizedTest
    @CsvSource({
        "german-credit, 1000, auc, 0.72",
        "pima-diabetes, 768, auc, 0.79",
        "predictive-maintenance, 10000, auc, 0.94",
        "student-performance, 395, r2, 0.70"
    })
    void walksTheWholeRoad(String name, long rows, String metric, double atLeast, SparkSession spark)
            throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(DATA).exists();
        }
        assertThat(DATA).exists();
        Path file = Path.of("../deploy/pipelines/" + name + ".yaml");
        Pipeline pipeline = new PipelineParser()
                .read(Files.readString(file), file.toString(), Map.of("LEPTON_LAKE", folder.toString()))
                .orThrow();
        PipelineRun run = new PipelineRun(spark, pipeline, "r", "test", Progress.silent());

        run.all();

        RunSummary summary = run.summary().orElseThrow();
        RunSummary.Rows ingested = summary.ingested().orElseThrow();
        assertThat(ingested.in()).isEqualTo(rows);
        assertThat(ingested.out() + ingested.quarantined()).isEqualTo(rows);
        summary.protection()
                .flatMap(RunSummary.Protection::evidence)
                .ifPresent(evidence -> assertThat(evidence.smallestClass()).isGreaterThanOrEqualTo(5));
        RunSummary.Quality quality = summary.quality().orElseThrow();
        assertThat(quality.test().get(quality.chosen()).get(metric)).isGreaterThan(atLeast);
        assertThat(summary.fairness().orElseThrow().passed()).isTrue();
        assertThat(Path.of(summary.reportPath().orElseThrow())).isNotEmptyFile();
    }
}
