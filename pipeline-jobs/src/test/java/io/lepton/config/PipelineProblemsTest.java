package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineProblemsTest {

    @Test
    void findsNothingWrongWithTheSmallestFile() {
        Pipeline pipeline = PipelineText.minimal().pipeline();

        assertThat(pipeline.pipeline()).isEqualTo("demo");
        assertThat(pipeline.train().models()).containsOnlyKeys(Train.ModelKind.XGBOOST);
        assertThat(pipeline.features().table()).isEqualTo("people");
        assertThat(pipeline.register().model()).isEqualTo("demo");
    }

    @Test
    void reportsAllProblemsAtOnceByLine() {
        PipelineText text = PipelineText.minimal()
                .replacing("pipeline: demo", "pipelin: demo")
                .with(
                        """
                          models:
                            xgboost: {depht: 6, rounds: many, lambda: -1}
                            random-forrest: {}
                        audit:
                          gates:
                            - {metric: auc}
                        """);

        assertThatThrownBy(() -> text.read().orThrow())
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage(
                        """
                        Cannot use pipeline demo.yaml: 7 problems
                          demo.yaml:1: pipeline: this key is required
                          demo.yaml:1: pipelin: unknown key; expected one of pipeline, ingest, train, lake, seed, anonymize, \
                        features, register, score, audit, encryption. Did you mean 'pipeline'?
                          demo.yaml:8: train.models.xgboost.rounds: expected a whole number from 1 to 100000, found 'many'
                          demo.yaml:8: train.models.xgboost.lambda: expected a number from 0 to 1000000, found '-1'
                          demo.yaml:8: train.models.xgboost.depht: unknown key; expected one of rounds, depth, learning-rate, \
                        subsample, column-sample, min-child-weight, lambda, early-stopping, external-memory, categories, monotone, \
                        interactions. Did you mean 'depth'?
                          demo.yaml:9: train.models.random-forrest: unknown key; expected one of xgboost, random-forest, \
                        gradient-boosted-trees, linear, decision-tree, neural-network. Did you mean 'random-forest'?
                          demo.yaml:12: audit.gates[0].metric: a gate needs at-least or at-most""");
    }

    @Test
    void asksForWhatIsRequired() {
        assertThat(new PipelineText("lake: here\n").problems())
                .containsExactly(
                        "1: pipeline: this key is required",
                        "1: ingest: this key is required",
                        "1: train: this key is required");
        assertThat(new PipelineText("pipeline: demo\ningest:\ntrain:\n").problems())
                .containsExactly(
                        "2: ingest.table: this key is required",
                        "2: ingest.source: this key is required",
                        "3: train.label: this key is required");
        assertThat(PipelineText.minimal().replacing("{path: people.csv}", "{}").problems())
                .containsExactly("4: ingest.source.path: this key is required for csv");
        assertThat(PipelineText.minimal()
                        .replacing("{path: people.csv}", "{format: jdbc, path: people, url: 'jdbc:h2:mem:'}")
                        .problems())
                .containsExactly("4: ingest.source.format: jdbc needs url and query");
    }

    @Test
    void saysWhatKindOfValueItExpected() {
        assertThat(PipelineText.minimal().with("seed: [1]").problems())
                .containsExactly("7: seed: expected a whole number, found a list");
        assertThat(PipelineText.minimal().with("features: yes").problems())
                .containsExactly("7: features: expected keys and values, found 'yes'");
        assertThat(PipelineText.minimal().with("features:\n  exclude: name").problems())
                .containsExactly("8: features.exclude: expected a list ([a, b]), found 'name'");
        assertThat(PipelineText.minimal()
                        .with("features:\n  exclude:\n    - a\n    - [b]")
                        .problems())
                .containsExactly("10: features.exclude[1]: expected a text, found a list");
        assertThat(PipelineText.minimal()
                        .with("register:\n  description: {a: b}")
                        .problems())
                .containsExactly("8: register.description: expected a text, found keys and values");
        assertThat(PipelineText.minimal().with("audit:\n  gates: [auc]").problems())
                .containsExactly("8: audit.gates[0]: expected keys and values, found 'auc'");
        assertThat(PipelineText.minimal()
                        .replacing("people.csv}", "people.csv, header: maybe}")
                        .problems())
                .containsExactly("4: ingest.source.header: expected true or false, found 'maybe'");
    }

    @Test
    void reportsOneProblemForOneMistake() {
        assertThat(PipelineText.minimal()
                        .replacing("  source: {path: people.csv}", "  source: people.csv")
                        .problems())
                .containsExactly("4: ingest.source: expected keys and values, found 'people.csv'");
        assertThat(PipelineText.minimal().replacing("label: income", "label:").problems())
                .containsExactly("6: train.label: expected a text, found nothing; give a value, or leave the key out");
        assertThat(PipelineText.minimal()
                        .replacing("label: income", "label: ''")
                        .problems())
                .containsExactly("6: train.label: expected a text, found \"\" in quotes");
        assertThat(PipelineText.minimal()
                        .with("anonymize:\n  columns:\n    zip: {method: genralize, width: 5}")
                        .problems())
                .containsExactly(
                        "9: anonymize.columns.zip.method: 'genralize' is none of "
                                + "keep, drop, mask, redact, pseudonymize, shift-dates, generalize, noise. Did you mean 'generalize'?");
        assertThat(PipelineText.minimal()
                        .with("  models: 5\n  ensemble: voting")
                        .problems())
                .containsExactly("7: train.models: expected keys and values, found '5'");
    }

    @Test
    void namesTheWordsOfAChoice() {
        assertThat(PipelineText.minimal()
                        .with("  task: regresion\n  metric: f2")
                        .problems())
                .containsExactly(
                        "7: train.task: 'regresion' is none of auto, binary, multiclass, regression. "
                                + "Did you mean 'regression'?",
                        "8: train.metric: 'f2' is none of auc, accuracy, f1, log-loss, rmse, mae, r2. "
                                + "Did you mean 'f1'?");
        assertThat(PipelineText.minimal().with("  device: gpu").problems())
                .containsExactly("7: train.device: 'gpu' is none of auto, cpu, cuda. Did you mean 'cpu'?");
        assertThat(PipelineText.minimal()
                        .with("features:\n  transforms: {age: buckets}")
                        .problems())
                .containsExactly("8: features.transforms.age.method: 'buckets' is none of auto, pass, standardize, "
                        + "normalize, one-hot, bucket, hash, tf-idf, date-parts. Did you mean 'bucket'?");
    }

    @Test
    void checksTheNamesOfThings() {
        assertThat(PipelineText.minimal()
                        .replacing("pipeline: demo", "pipeline: a/b")
                        .problems())
                .containsExactly("1: pipeline: expected letters, digits, '-' and '_', 128 at most, found 'a/b'");
        assertThat(PipelineText.minimal()
                        .replacing("table: people", "table: ../people")
                        .problems())
                .containsExactly("3: ingest.table: expected letters, digits, '-' and '_', found '../people'");
        assertThat(PipelineText.minimal().with("register:\n  alias: .hidden").problems())
                .containsExactly("8: register.alias: expected letters, digits, '.', '-' and '_', "
                        + "a letter or digit first, 128 at most, found '.hidden'");
        assertThat(PipelineText.minimal()
                        .replacing("people.csv}", "people.csv, encoding: utf-99}")
                        .problems())
                .containsExactly("4: ingest.source.encoding: there is no such encoding; "
                        + "for example UTF-8, ISO-8859-1, windows-1252");
    }

    @Test
    void keepsEachProtectionToItsOwnOptions() {
        assertThat(PipelineText.minimal()
                        .with(
                                """
                                anonymize:
                                  columns:
                                    a: {method: drop, keep-last: 2}
                                    b: pseudonymize
                                    c: {method: pseudonymize, key: short}
                                    d: generalize
                                    e: {method: generalize, width: 5, prefix: 2}
                                    f: {width: 0}
                                    g: {method: generalize, width: 0}
                                    h: {method: pseudonymize, key: "${NO_SUCH_KEY:-short}"}
                                """)
                        .problems())
                .containsExactly(
                        "9: anonymize.columns.a.keep-last: has no meaning for drop, it belongs to mask",
                        "10: anonymize.columns.b.key: pseudonymize needs a key of at least 16 characters; "
                                + "keep it out of the file: key: ${LEPTON_KEY}, or name a keyset: lepton keys create keys.json",
                        "11: anonymize.columns.c.key: pseudonymize needs a key of at least 16 characters; "
                                + "keep it out of the file: key: ${LEPTON_KEY}",
                        "12: anonymize.columns.d.method: generalize needs exactly one of width, date-part, prefix, "
                                + "hierarchy",
                        "13: anonymize.columns.e.method: generalize needs exactly one of width, date-part, prefix, "
                                + "hierarchy",
                        "14: anonymize.columns.f.method: this key is required",
                        "14: anonymize.columns.f.width: expected a number above 0, found '0'",
                        "15: anonymize.columns.g.width: expected a number above 0, found '0'",
                        "16: anonymize.columns.h.key: pseudonymize needs a key of at least 16 characters; "
                                + "what the variable stands for is shorter");
    }

    @Test
    void saysWhatEncryptionNeeds() {
        assertThat(PipelineText.minimal()
                        .with("encryption:\n  tables: [raw, runs]\n  columns: {a: {file: k, value: v}}")
                        .problems())
                .containsExactly(
                        "8: encryption.keyset: this key is required",
                        "8: encryption.tables[1]: expected one of raw, quarantine, trusted, features, scores, found 'runs'",
                        "9: encryption.columns.a: a keyset needs exactly one of file, value");
    }

    @Test
    void saysWhatKeysShiftsAndNoiseNeed() {
        assertThat(PipelineText.minimal()
                        .with(
                                """
                                anonymize:
                                  keyset: {file: k.json, value: x}
                                  columns:
                                    a: pseudonymize
                                    b: {method: pseudonymize, key: 0123456789abcdef, as: deterministic, domain: d}
                                    c: {method: pseudonymize, key: 0123456789abcdef, keyset: k.json}
                                    d: shift-dates
                                    e: {method: shift-dates, person: a, days: 10}
                                    f: {method: shift-dates, person: a, days: 20}
                                    g: {method: drop, keyset: k.json}
                                    h: {method: noise, epsilon: 1, lower: 5, upper: 5}
                                    i: {method: noise, epsilon: 1}
                                    j: {method: noise, mechanism: gaussian, epsilon: 1, lower: 0, upper: 5}
                                    k: {method: noise, epsilon: 1, lower: 0, upper: 5, delta: 0.01}
                                """)
                        .problems())
                .containsExactly(
                        "8: anonymize.keyset: a keyset needs exactly one of file, value",
                        "11: anonymize.columns.b.domain: needs a keyset in the place of the key",
                        "11: anonymize.columns.b.as: deterministic needs a keyset in the place of the key: "
                                + "lepton keys create keys.json",
                        "12: anonymize.columns.c.key: give a key or a keyset, not both",
                        "13: anonymize.columns.d.person: shift-dates needs the column that tells whose the dates are",
                        "15: anonymize.columns.f.days: other dates of the same person move by up to 10 days; "
                                + "the intervals between them are kept only with the same days for all",
                        "16: anonymize.columns.g.keyset: has no meaning for drop, it belongs to "
                                + "pseudonymize, shift-dates, noise",
                        "17: anonymize.columns.h.upper: upper must be above lower",
                        "18: anonymize.columns.i.lower: noise needs epsilon, lower and upper: "
                                + "without bounds no noise hides a value",
                        "18: anonymize.columns.i.upper: noise needs epsilon, lower and upper: "
                                + "without bounds no noise hides a value",
                        "19: anonymize.columns.j.delta: gaussian needs delta, for example 0.00001",
                        "20: anonymize.columns.k.delta: has no meaning for laplace, it belongs to gaussian");
    }

    @Test
    void findsOptionsThatUndoEachOther() {
        assertThat(PipelineText.minimal()
                        .replacing("table: people", "table: people\n  key: [id]")
                        .with(
                                """
                                  weight: w
                                  split: {method: time, column: day}
                                anonymize:
                                  columns: {id: drop, income: drop, w: drop, day: drop, age: drop, sex: drop}
                                  k-anonymity:
                                    quasi-identifiers: [zip, age, income]
                                    hierarchies: {zips: zips.csv}
                                features:
                                  exclude: [income]
                                  transforms: {age: bucket}
                                audit:
                                  protected-attributes: [sex]
                                  bins: {seks: [1]}
                                  gates:
                                    - {metric: auc, at-least: 0.9, at-most: 0.8}
                                """)
                        .problems())
                .containsExactly(
                        "4: ingest.key[0]: the key column 'id' is dropped by anonymize (line 11); "
                                + "scores are joined by it: pseudonymize it",
                        "7: train.label: the label 'income' is dropped by anonymize (line 11)",
                        "8: train.weight: the weight 'w' is dropped by anonymize (line 11)",
                        "9: train.split.column: the column 'day', by which rows are split, is dropped by anonymize "
                                + "(line 11)",
                        "13: anonymize.k-anonymity.quasi-identifiers[1]: the quasi-identifier 'age' is dropped by "
                                + "anonymize (line 11)",
                        "13: anonymize.k-anonymity.quasi-identifiers[2]: the quasi-identifier 'income' is dropped by "
                                + "anonymize (line 11)",
                        "13: anonymize.k-anonymity.quasi-identifiers[2]: 'income' is the label and a quasi-identifier; "
                                + "generalized labels cannot be learned",
                        "14: anonymize.k-anonymity.hierarchies.zips: 'zips' is no quasi-identifier, so its hierarchy "
                                + "would not be used. Did you mean 'zip'?",
                        "16: features.exclude[0]: 'income' is the label; it never is a feature, leave it out",
                        "17: features.transforms.age: the column 'age', to be transformed, is dropped by anonymize "
                                + "(line 11)",
                        "19: audit.protected-attributes[0]: the protected attribute 'sex' is dropped by anonymize "
                                + "(line 11); without it nothing can be audited",
                        "20: audit.bins.seks: 'seks' is no protected attribute, so its bins would not be used. "
                                + "Did you mean 'sex'?",
                        "22: audit.gates[0].at-least: no value is at least this and at most at-most");
    }

    @Test
    void aGateAgainstTheChampionNeedsItsScores() {
        String gated = "register: {model: risk}\nscore: {challenger: CHALLENGER}\n"
                + "audit: {gates: [{metric: auc, at-least: 0, against: champion}]}\n";

        assertThat(PipelineText.minimal()
                        .with(gated.replace("CHALLENGER", "risk/3"))
                        .problems())
                .singleElement()
                .asString()
                .contains("score.challenger: a gate compares with the champion", "or name 'risk@champion'");
        assertThat(PipelineText.minimal()
                        .with(gated.replace("CHALLENGER", "risk@champion"))
                        .problems())
                .isEmpty();
    }

    @Test
    void findsWhatCannotBeScoredAnewOrInPlace() {
        assertThat(PipelineText.minimal()
                        .with(
                                """
                                score:
                                  write: merge
                                  select: {top: 5, at-least: 0.5}
                                  input: {incremental: true, source: {format: csv, path: new.csv}}
                                """)
                        .problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("score.select: name one of top, top-fraction and at-least"));
        assertThat(PipelineText.minimal()
                        .with(
                                """
                                score:
                                  write: merge
                                  input: {incremental: true, source: {format: csv, path: new.csv}}
                                """)
                        .problems())
                .anySatisfy(problem -> assertThat(problem).contains("score.write: merge puts", "ingest.key"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("score.input.incremental: only of a Delta table", "lepton score --stream"))
                .anySatisfy(problem -> assertThat(problem).contains("score.input.incremental: rows without a key"));
        assertThat(PipelineText.minimal()
                        .with("score: {input: {incremental: true}}\n")
                        .problems())
                .anySatisfy(problem -> assertThat(problem).contains("score.input.incremental", "ask for rows: all"));
    }

    @Test
    void checksListsAsAWhole() {
        assertThat(PipelineText.minimal()
                        .with(
                                """
                                  split: {method: group}
                                  models: {}
                                anonymize:
                                  k-anonymity: {k: 1, quasi-identifiers: []}
                                audit:
                                  protected-attributes: [age, size]
                                  bins: {age: [30, 20], size: []}
                                """)
                        .problems())
                .containsExactly(
                        "7: train.split.method: group needs split.column",
                        "8: train.models: name at least one model",
                        "10: anonymize.k-anonymity.k: expected a whole number from 2 to 1000000, found '1'",
                        "10: anonymize.k-anonymity.quasi-identifiers: name at least one column",
                        "13: audit.bins.age: expected ascending numbers",
                        "13: audit.bins.size: name at least one edge");
        assertThat(PipelineText.minimal().with("  ensemble: stacking").problems())
                .containsExactly("7: train.ensemble: an ensemble needs at least two models");
        assertThat(PipelineText.minimal()
                        .with("  task: regression\n  calibration: platt")
                        .problems())
                .containsExactly("8: train.calibration: numbers have no probabilities; calibration is for classes");
    }

    @Test
    void keepsModelsInTheOrderOfTheFile() {
        Pipeline pipeline = PipelineText.minimal()
                .with("  models: {linear: {}, xgboost: {depth: 3}, decision-tree: }\n  ensemble: voting")
                .pipeline();

        assertThat(pipeline.train().models())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Train.ModelKind.LINEAR, new Train.Linear(100, 0.0001, 0),
                        Train.ModelKind.XGBOOST,
                                new Train.XgBoost(
                                        100,
                                        3,
                                        0.1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        0,
                                        Train.ExternalMemory.AUTO,
                                        Train.TreeCategories.ONE_HOT,
                                        Map.of(),
                                        List.of()),
                        Train.ModelKind.DECISION_TREE, new Train.DecisionTree(5, 20)));
        assertThat(pipeline.train().models().keySet())
                .containsExactly(Train.ModelKind.LINEAR, Train.ModelKind.XGBOOST, Train.ModelKind.DECISION_TREE);
        assertThat(pipeline.train().ensemble()).contains(new Train.EnsembleSettings(Train.EnsembleMethod.VOTING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.5",
                "1_000",
                "0x1F",
                "017",
                ".nan",
                ".inf",
                "-.inf",
                "NaN",
                "Infinity",
                "6d",
                "1:30",
                "'6'",
                "\"6\"",
                "2026-01-01",
                "true",
                "six",
                "0",
                "31",
                "99999999999999999999",
                "1e400"
            })
    void refusesWhatIsNoWholeNumberInRange(String depth) {
        assertThat(PipelineText.minimal()
                        .with("  models: {xgboost: {depth: " + depth + "}}")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("7: train.models.xgboost.depth: expected a whole number from 1 to 30, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "+8", "8.0", "80e-1", "0.8e1"})
    void takesAWholeNumberHoweverItIsWritten(String depth) {
        Pipeline pipeline = PipelineText.minimal()
                .with("  models: {xgboost: {depth: " + depth + "}}")
                .pipeline();

        assertThat(pipeline.train().models().get(Train.ModelKind.XGBOOST))
                .isEqualTo(new Train.XgBoost(
                        100,
                        8,
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
    }

    @Test
    void takesYesAndNoForTrueAndFalse() {
        List<Boolean> headers = List.of("yes", "true", "True", "no", "false").stream()
                .map(word -> PipelineText.minimal()
                        .replacing("people.csv}", "people.csv, header: " + word + "}")
                        .pipeline()
                        .ingest()
                        .source()
                        .header())
                .toList();

        assertThat(headers).containsExactly(true, true, true, false, false);
        assertThat(PipelineText.minimal()
                        .replacing("people.csv}", "people.csv, header: \"true\"}")
                        .problems())
                .containsExactly("4: ingest.source.header: expected true or false, found \"true\" in quotes");
    }

    @Test
    void takesTextsAsTheyAreWritten() {
        Pipeline pipeline = PipelineText.minimal()
                .replacing("label: income", "label: 2024-01-01\n  positive: yes\n  weight: 007")
                .with("features:\n  exclude: [1_000, 1e3, ~x, größe, 人口, \"a: b\"]")
                .pipeline();

        assertThat(pipeline.train().label()).isEqualTo("2024-01-01");
        assertThat(pipeline.train().positive()).contains("yes");
        assertThat(pipeline.train().weight()).contains("007");
        assertThat(pipeline.features().exclude()).containsExactly("1_000", "1e3", "~x", "größe", "人口", "a: b");
    }
}
