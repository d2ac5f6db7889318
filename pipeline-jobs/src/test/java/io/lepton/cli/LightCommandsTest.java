package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.config.PipelineText;
import io.lepton.config.schema.PipelineSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LightCommandsTest {
    private static final String DEMO = "../deploy/pipelines/adult.yaml";

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    @Test
    void validatesTheDemo() {
        Result result = lepton("validate", DEMO);

        assertThat(result).isEqualTo(new Result(0, DEMO + ": pipeline 'adult-income' is valid.\n", ""));
    }

    @Test
    void printsAllProblemsAndEndsWithTwo() throws IOException {
        Path file = folder.resolve("demo.yaml");
        Files.writeString(file, PipelineText.minimal().with("sead: 1").yaml());

        Result result = lepton("validate", file.toString());

        assertThat(result)
                .isEqualTo(new Result(
                        2,
                        "",
                        """
                        Cannot use pipeline %1$s: 2 problems
                          %1$s:4: ingest.source.path: there is no file or folder 'people.csv' in %2$s.
                          %1$s:7: sead: unknown key; expected one of pipeline, ingest, train, lake, seed, anonymize, \
                        features, register, score, audit, encryption. Did you mean 'seed'?
                        """
                                .formatted(file, folder)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "ingest", "train", "audit"})
    void checksTheFileBeforeItStartsSpark(String command) throws IOException {
        Path file = folder.resolve("demo.yaml");
        Files.writeString(
                file,
                PipelineText.minimal()
                        .with("audit: {gates: [{metric: auk, at-least: 0.8}]}")
                        .yaml());

        Result result = lepton(command, file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("demo.yaml:7: audit.gates[0].metric: there is no metric 'auk'. Did you mean 'auc'?");
        assertThat(result.err().contains("people.csv"))
                .as("only stages that read the source ask for it")
                .isEqualTo(List.of("run", "ingest").contains(command));
    }

    @Test
    void namesAFileThatIsNotThere() {
        Result result = lepton("validate", folder + "/absent.yaml");

        assertThat(result)
                .isEqualTo(new Result(
                        2, "", "Cannot read the pipeline file " + folder + "/absent.yaml: there is no such file.\n"));
    }

    @Test
    void printsTheSchema() throws IOException {
        Result result = lepton("schema");

        assertThat(result).isEqualTo(new Result(0, PipelineSchema.publishedText(), ""));
        assertThat(new ObjectMapper().readTree(result.out()).path("$id").asText())
                .isEqualTo("urn:lepton:pipeline:0.1");
    }

    @Test
    void explainsOptions() {
        assertThat(lepton("explain-config").out()).startsWith("The pipeline file, section by section");
        assertThat(lepton("explain-config", "train.xgboost").out()).startsWith("train.models.xgboost: ");
        assertThat(lepton("explain-config", "train.xgbost"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "Cannot explain 'train.xgbost': the pipeline file has no such option. "
                                + "Did you mean 'train.models.xgboost'? All sections: lepton explain-config\n"));
    }

    @Test
    void listsAllCommandsInTheHelp() {
        assertThat(lepton("help").out())
                .contains("validate", "explain-config", "schema", "models", "demo", "run", "init", "ingest", "report");
        assertThat(lepton("help", "explain-config").out()).contains("Explain the options of the pipeline file.");
        assertThat(lepton("validate", "--help").out()).contains("lepton validate");
    }

    @Test
    void refusesUnknownArguments() {
        assertThat(lepton("validate").exitCode()).isEqualTo(2);
        assertThat(lepton("explain-config", "a", "b").exitCode()).isEqualTo(2);
        assertThat(lepton("validat").err()).contains("Did you mean: lepton validate");
    }

    /** In a process of its own, whose loaded classes are listed. */
    @ParameterizedTest
    @ValueSource(strings = {"validate " + DEMO, "explain-config train.xgboost", "schema", "help"})
    void startsNeitherSparkNorHadoop(String command) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.txt");
        List<String> line = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xlog:class+load:file=" + classes + ":none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.lepton.cli.Lepton"),
                        Stream.of(command.split(" ")))
                .toList();

        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        List<String> loaded = Files.readAllLines(classes).stream()
                .map(text -> text.split(" ", 2)[0])
                .toList();
        assertThat(loaded).contains("io.lepton.cli.Lepton");
        // The parser's generated classes are plain Java, and loading Hadoop's stream types starts nothing.
        assertThat(loaded.stream()
                        .filter(name -> name.startsWith("scala.")
                                || name.startsWith("org.apache.spark.")
                                || name.startsWith("org.apache.hadoop."))
                        .filter(name -> !name.startsWith("org.apache.spark.sql.catalyst.parser.SqlBase")
                                && !name.endsWith(".UpperCaseCharStream")
                                && !name.matches("org\\.apache\\.hadoop\\.(fs|io)\\..*"))
                        .toList())
                .isEmpty();
        assertThat(loaded).doesNotContain("org.apache.hadoop.fs.FileSystem");
    }

    private static Result lepton(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Lepton.commandLine(arguments);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
