package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    @TempDir
    private Path folder;

    @Test
    void reportsAKeyThatStandsTwice() {
        assertThat(PipelineText.minimal().with("  label: sex\nseed: 1\nseed: 2").problems())
                .containsExactly("7: train.label: this key stands here twice", "9: seed: this key stands here twice");
    }

    @Test
    void reportsKeysThatAreNoWords() {
        assertThat(PipelineText.minimal().with("? [a, b]\n: c\n? {d: e}\n: f").problems())
                .containsExactly(
                        "7: : expected a word as key, found a list",
                        "9: : expected a word as key, found keys and values");
    }

    @Test
    void followsAnchorsButMergesNothing() {
        Pipeline pipeline = PipelineText.minimal()
                .with("features: {exclude: &names [a, b]}\naudit: {protected-attributes: *names}")
                .pipeline();

        assertThat(pipeline.audit().protectedAttributes()).containsExactly("a", "b");
        assertThat(PipelineText.minimal()
                        .with("features: &f {exclude: [a]}\naudit: {<<: *f}")
                        .problems())
                .containsExactly("8: audit: merging with << is not supported; write the keys out");
    }

    @Test
    void survivesAnAliasBomb() {
        String bomb = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "a%d: &a%d [%s]".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)))
                .collect(Collectors.joining("\n"));

        assertThatThrownBy(() -> new PipelineText("a0: &a0 [x, x]\n" + bomb).read())
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot use pipeline demo.yaml: 1 problem\n  demo.yaml:1: this is no YAML: "
                        + "Number of aliases for non-scalar nodes exceeds the specified max=20");
    }

    @Test
    void survivesAnAliasOfItself() {
        assertThat(PipelineText.minimal().with("audit: {gates: &g [*g]}").problems())
                .containsExactly("7: audit.gates[0]: expected keys and values, found a list");
        assertThat(PipelineText.minimal()
                        .with("anonymize: &a {columns: {x: *a}}")
                        .problems())
                .contains("7: anonymize.columns.x.method: this key is required");
    }

    @Test
    void survivesDeepNesting() {
        assertThatThrownBy(() -> new PipelineText("[".repeat(10_000)).read())
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("this is no YAML: Nesting Depth exceeded max 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "---\n", "~\n"})
    void asksForContentWhereThereIsNone(String empty) {
        assertThatThrownBy(() -> new PipelineText(empty).read().orThrow())
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot use pipeline demo.yaml: it is empty. Start with 'lepton init'.");
    }

    @Test
    void asksForKeysAndValues() {
        assertThat(new PipelineText("- a\n- b\n").problems())
                .containsExactly("1: : expected keys and values, found a list");
        assertThat(new PipelineText("just words\n").problems())
                .containsExactly("1: : expected keys and values, found 'just words'");
    }

    @Test
    void namesTheLineWhereYamlEnds() {
        assertThatThrownBy(() -> new PipelineText("pipeline: demo\ningest:\n\ttable: people\n").read())
                .hasMessage(
                        "Cannot use pipeline demo.yaml: 1 problem\n  demo.yaml:3: this is no YAML: while scanning for "
                                + "the next token found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)");
        assertThatThrownBy(() -> new PipelineText("pipeline: demo\nkey: [a, b\nmore: 1\n").read())
                .hasMessageStartingWith("Cannot use pipeline demo.yaml: 1 problem\n  demo.yaml:3: this is no YAML: ");
        assertThatThrownBy(() -> new PipelineText("pipeline: a\n---\npipeline: b\n").read())
                .hasMessage("Cannot use pipeline demo.yaml: 1 problem\n  demo.yaml:2: this is no YAML: "
                        + "expected a single document in the stream but found another document");
        assertThatThrownBy(() -> new PipelineText("pipeline: \u0007\n").read())
                .hasMessageStartingWith("Cannot use pipeline demo.yaml: 1 problem\n  demo.yaml:1: this is no YAML: ");
    }

    @Test
    void readsAFileWithAByteOrderMarkAndWindowsLines() throws IOException {
        Path file = folder.resolve("demo.yaml");
        Files.writeString(file, "\uFEFF" + PipelineText.minimal().yaml().replace("\n", "\r\n"));

        Pipeline pipeline = new PipelineParser().read(file).orThrow();

        assertThat(pipeline.pipeline()).isEqualTo("demo");
        assertThat(pipeline.train().label()).isEqualTo("income");
        assertThat(pipeline.resolve("people.csv")).isEqualTo(folder + "/people.csv");
        assertThat(pipeline.resolve("../people.csv")).isEqualTo(folder.getParent() + "/people.csv");
        assertThat(pipeline.resolve("s3a://bucket/people.csv")).isEqualTo("s3a://bucket/people.csv");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xe9});
        PipelineParser parser = new PipelineParser();

        assertThatThrownBy(() -> parser.read(folder.resolve("absent.yaml")))
                .hasMessage("Cannot read the pipeline file " + folder + "/absent.yaml: there is no such file.");
        assertThatThrownBy(() -> parser.read(folder))
                .hasMessage("Cannot read the pipeline file " + folder + ": it is a folder.");
        assertThatThrownBy(() -> parser.read(latin))
                .hasMessage("Cannot read the pipeline file " + latin + ": it is not UTF-8 text. Save it as UTF-8.");
    }
}
