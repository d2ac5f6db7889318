package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final String SECRET = "s3cr3t-of-32-characters-or-so!!";

    @Test
    void fillsVariablesInTextsNumbersChoicesAndLists() {
        PipelineText text = PipelineText.minimal()
                .replacing("people.csv", "\"${FOLDER:-data}/${NAME}.csv\"")
                .with(
                        """
                          task: ${TASK}
                          models: {xgboost: {depth: "${DEPTH}"}, neural-network: {hidden: ["${UNITS:-16}"]}}
                        features: {exclude: ["${COLUMN:-name}"]}
                        """);

        Pipeline pipeline = text.read(Map.of("NAME", "people", "TASK", "binary", "DEPTH", "9", "FOLDER", ""))
                .orThrow();

        assertThat(pipeline.ingest().source().path()).contains("data/people.csv");
        assertThat(pipeline.train().task()).isEqualTo(Train.Task.BINARY);
        assertThat(pipeline.train().models().get(Train.ModelKind.XGBOOST))
                .isEqualTo(new Train.XgBoost(
                        100,
                        9,
                        0.1,
                        1,
                        1,
                        1,
                        1,
                        0,
                        Train.ExternalMemory.AUTO,
                        Train.TreeCategories.ONE_HOT,
                        Map.of(),
                        List.of()));
        assertThat(((Train.NeuralNetwork) pipeline.train().models().get(Train.ModelKind.NEURAL_NETWORK)).hidden())
                .containsExactly(16);
        assertThat(pipeline.features().exclude()).containsExactly("name");
    }

    @Test
    void reportsAVariableThatIsNotSetOnce() {
        assertThat(PipelineText.minimal().with("seed: ${SEED}").problems())
                .containsExactly("7: seed: the environment variable SEED is not set. Set it, or give a default: "
                        + "${SEED:-value}");
        assertThat(PipelineText.minimal()
                        .replacing("label: income", "label: ${LABEL}")
                        .problems())
                .containsExactly("6: train.label: the environment variable LABEL is not set. Set it, or give a "
                        + "default: ${LABEL:-value}");
    }

    @Test
    void takesAnEmptyDefault() {
        Pipeline pipeline = PipelineText.minimal()
                .with("register:\n  description: ${WHY:-}")
                .pipeline();

        assertThat(pipeline.register().description()).isEmpty();
    }

    @Test
    void leavesADollarThatNamesNoVariableAlone() {
        Pipeline pipeline = PipelineText.minimal()
                .with("register:\n  description: \"$5 is ${not a variable} $ {X}\"")
                .pipeline();

        assertThat(pipeline.register().description()).isEqualTo("$5 is ${not a variable} $ {X}");
    }

    @Test
    void neverShowsWhatAVariableHolds() {
        PipelineText text = PipelineText.minimal()
                .replacing("pipeline: demo", "pipeline: ${X}")
                .replacing("table: people", "table: ${X}\n  mode: ${X}")
                .replacing("{path: people.csv}", "{path: a, header: \"${X}\", encoding: \"${X}\"}")
                .with(
                        """
                          metric: ${X}
                          folds: ${X}
                          models: {linear: {regularization: "${X}"}, neural-network: {hidden: ["${X}"]}}
                        seed: ${X}
                        register: {alias: "${X}"}
                        audit: {bins: {age: ["${X}"]}}
                        """);

        assertThat(text.problems(Map.of("X", SECRET)))
                .hasSizeGreaterThan(10)
                .allSatisfy(problem -> assertThat(problem).doesNotContain(SECRET))
                .contains(
                        "1: pipeline: expected letters, digits, '-' and '_', 128 at most, found what '${X}' stands for",
                        "4: ingest.mode: '${X}' is none of replace, append.",
                        "9: train.folds: expected a whole number from 2 to 20, found what '${X}' stands for");
    }

    @Test
    void neverShowsASecret() {
        PipelineText text = PipelineText.minimal()
                .replacing("{path: people.csv}", "{format: jdbc, password: " + SECRET + "}")
                .with("anonymize:\n  columns:\n    id: {method: pseudonymize, key: s3cr3t}");

        PipelineFile file = text.read();

        assertThat(PipelineText.problems(file)).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .doesNotContain("s3cr3t"));
        assertThat(file.toString()).doesNotContain("s3cr3t");
        assertThat(file.pipeline().ingest().source().password().map(Secret::reveal))
                .contains(SECRET);
    }

    @Test
    void hashesTheTextAndNotWhatVariablesHold() {
        PipelineText text = PipelineText.minimal().with("seed: ${SEED}");

        String one = text.read(Map.of("SEED", "1")).orThrow().hash();
        String two = text.read(Map.of("SEED", "2")).orThrow().hash();

        assertThat(one).isEqualTo(two).hasSize(64);
        assertThat(PipelineText.minimal().pipeline().hash())
                .as("stable over releases: sha256sum of the file")
                .isEqualTo("a7b754d5726a70ce3a7ab44746cfca601194d5a77db65f006bf360b1c43dde63")
                .isNotEqualTo(one);
    }
}
