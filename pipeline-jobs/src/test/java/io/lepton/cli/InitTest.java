package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.check.PipelineCheck;
import io.lepton.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class InitTest {
    @TempDir
    private Path folder;

    @Test
    void describesCensusData() throws Exception {
        SampleProject.in(folder, 1000);

        String output = init(0, "adult.csv", "--label", "income-per-year");

        Path written = folder.resolve("adult.yaml");
        assertThat(output).contains("Wrote adult.yaml from 15 columns of adult.csv.");
        assertThat(Files.readString(written))
                .contains(
                        "#   age ",
                        "task: auto                    # classes",
                        " % of the rows share their values of age, workclass, ");
        Pipeline pipeline = valid(written);
        assertThat(pipeline.anonymize().kAnonymity().orElseThrow().quasiIdentifiers())
                .contains("age", "sex", "race");
        assertThat(pipeline.audit().protectedAttributes())
                .contains("sex", "race")
                .doesNotContain("hours-per-week");
    }

    @Test
    void readsParquet(SparkSession spark) throws Exception {
        spark.range(100)
                .selectExpr("id", "id % 40 + 20 as age", "id * 1.5 as amount")
                .write()
                .parquet(folder.resolve("bills.parquet").toString());

        init(0, "bills.parquet", "--label", "amount", "--out", "first.yaml");

        Pipeline pipeline = valid(folder.resolve("first.yaml"));
        assertThat(pipeline.ingest().source().format()).isEqualTo(io.lepton.config.Ingest.Format.PARQUET);
        assertThat(pipeline.ingest().table()).isEqualTo("bills");
        assertThat(Files.readString(folder.resolve("first.yaml"))).contains("# a quantity: regression");
    }

    @Test
    void suggestsTheLabelThatWasMeant() throws Exception {
        SampleProject.in(folder, 100);

        String output = init(2, "adult.csv", "--label", "income");

        assertThat(output).contains("Cannot learn 'income': adult.csv has no such column.", "income-per-year");
        assertThat(folder.resolve("adult.yaml")).doesNotExist();
    }

    @Test
    void scansForPersonalData() throws Exception {
        SampleProject.in(folder, 1000);

        String output = lepton(0, "scan", "adult.csv", "--json", "scan.json");

        assertThat(output)
                .contains("adult.csv: 15 columns, 1,001 rows", "Its name suggests sex or gender.")
                .contains("→ k-anonymize, audit fairness by it")
                .contains(
                        "    58.6 %  587 of 1,001 rows: age, education, occupation\n",
                        "    92.4 %  925 of 1,001 rows: age, workclass, ")
                .contains("lepton init");
        JsonNode json = new ObjectMapper().readTree(folder.resolve("scan.json").toFile());
        assertThat(json.at("/rows").asLong()).isEqualTo(1001);
        assertThat(json.at("/columns/0/role").asText()).isEqualTo("protected");
        assertThat(json.at("/sets/0/singled_out").asDouble()).isBetween(0.9, 1.0);
    }

    @Test
    void keepsAFileThatIsThere() throws Exception {
        SampleProject.in(folder, 10);
        Files.writeString(folder.resolve("adult.yaml"), "mine");

        String output = init(2, "adult.csv", "--label", "income-per-year");

        assertThat(output).contains("Cannot write adult.yaml: it exists. Choose another file with --out.");
        assertThat(folder.resolve("adult.yaml")).hasContent("mine");
    }

    private static Pipeline valid(Path file) {
        return new PipelineCheck().all(new PipelineParser().read(file)).orThrow();
    }

    private String init(int exitCode, String... arguments) throws Exception {
        return lepton(
                exitCode, Stream.concat(Stream.of("init"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String lepton(int exitCode, String... command) throws Exception {
        try (LeptonProcess process = LeptonProcess.start(folder, folder.resolve("lake"), command)) {
            int ended = process.exitCode();
            assertThat(ended).as(process.output()).isEqualTo(exitCode);
            return process.output();
        }
    }
}
