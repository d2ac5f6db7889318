package io.lepton.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.PipelineFile;
import io.lepton.config.PipelineParser;
import io.lepton.config.PipelineText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineCheckTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void givesPeople() throws IOException {
        Files.writeString(folder.resolve("people.csv"), "id,age,sex,hours-per-week,zip,income\n1,20,f,40,123,9\n");
    }

    @Test
    void findsEveryColumnThatTheDataLacks() {
        PipelineText text = PipelineText.minimal()
                .replacing("table: people", "table: people\n  key: [id, idd]")
                .replacing("label: income", "label: incom")
                .with(
                        """
                          weight: wait
                          split: {method: group, column: row_id}
                        anonymize:
                          columns: {zip: mask, zpi: drop}
                          k-anonymity: {quasi-identifiers: [age, sexx]}
                        features:
                          event-time: day
                          exclude: [row_id, hours_per_week]
                          transforms: {Age: bucket}
                        audit:
                          protected-attributes: [sex, race]
                          bins: {race: [1]}
                        """);

        assertThat(problems(text))
                .containsExactly(
                        "4: ingest.key[1]: the data has no column 'idd'. Did you mean 'id'?",
                        "7: train.label: the data has no column 'incom'. Did you mean 'income'?",
                        "8: train.weight: the data has no column 'wait'. "
                                + "It has: id, age, sex, hours-per-week, zip, income",
                        "9: train.split.column: the data has no column 'row_id'. "
                                + "It has: id, age, sex, hours-per-week, zip, income",
                        "11: anonymize.columns.zpi: the data has no column 'zpi'. Did you mean 'zip'?",
                        "12: anonymize.k-anonymity.quasi-identifiers[1]: the data has no column 'sexx'. "
                                + "Did you mean 'sex'?",
                        "14: features.event-time: the data has no column 'day'. "
                                + "It has: id, age, sex, hours-per-week, zip, income",
                        "15: features.exclude[0]: the data has no column 'row_id'. "
                                + "It has: id, age, sex, hours-per-week, zip, income",
                        "15: features.exclude[1]: the data has no column 'hours_per_week'. "
                                + "Did you mean 'hours-per-week'?",
                        "16: features.transforms.Age: the data has no column 'Age'. Did you mean 'age'?",
                        "18: audit.protected-attributes[1]: the data has no column 'race'. Did you mean 'age'?");
    }

    @Test
    void putsProblemsOfTheFileAndOfTheDataIntoOneList() {
        PipelineText text = PipelineText.minimal()
                .replacing("label: income", "label: incom\n  folds: 1")
                .with("audit:\n  protected-attributes: [sex]\n  gates: [{metric: acc, at-most: 1}]\nsed: 1");

        assertThat(problems(text))
                .containsExactly(
                        "6: train.label: the data has no column 'incom'. Did you mean 'income'?",
                        "7: train.folds: expected a whole number from 2 to 20, found '1'",
                        "10: audit.gates[0].metric: there is no metric 'acc'. Did you mean 'auc'?",
                        "11: sed: unknown key; expected one of pipeline, ingest, train, lake, seed, anonymize, features, "
                                + "register, score, audit, encryption. Did you mean 'seed'?");
    }

    @Test
    void allowsTheRowsPositionWhereNoKeyIsDeclared() {
        assertThat(problems(PipelineText.minimal()
                        .with("  split: {method: group, column: row_id}\nfeatures: {exclude: [row_id]}")))
                .isEmpty();
    }

    @Test
    void namesFilesThatAreNotThere() {
        PipelineText text = PipelineText.minimal()
                .replacing("people.csv", "peple.csv")
                .with(
                        """
                        anonymize:
                          columns: {zip: {method: generalize, hierarchy: zip.csv}}
                          k-anonymity: {quasi-identifiers: [sex], hierarchies: {sex: "${DIR:-nowhere}/sex.csv"}}
                        score:
                          input: {source: {format: parquet, path: absent/new.parquet}}
                        """);

        assertThat(problems(text))
                .containsExactly(
                        "4: ingest.source.path: there is no file or folder 'peple.csv' in " + folder
                                + ". Did you mean 'people.csv'?",
                        "8: anonymize.columns.zip.hierarchy: there is no file or folder 'zip.csv' in " + folder + ".",
                        "9: anonymize.k-anonymity.hierarchies.sex: there is no file or folder "
                                + "'${DIR:-nowhere}/sex.csv'",
                        "11: score.input.source.path: there is no file or folder 'absent/new.parquet': the folder "
                                + folder + "/absent does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/a.csv", "hdfs:///a.csv", "abfss://a@b/c.csv"})
    void leavesOtherFileSystemsToTheRun(String path) {
        assertThat(problems(PipelineText.minimal().replacing("people.csv", "'" + path + "'")))
                .isEmpty();
    }

    @Test
    void readsHeadersAsIngestionDoes() throws IOException {
        gzip("zipped.csv.gz", "\uFEFF\n\"the age\" ; sex;income\n", StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("latin.csv"), "größe,income\n", StandardCharsets.ISO_8859_1);
        Files.writeString(folder.resolve("hash.csv"), "#id,income\n");
        Files.createDirectory(folder.resolve("parts"));
        Files.writeString(folder.resolve("parts/_SUCCESS"), "");
        Files.writeString(folder.resolve("parts/part-1.csv"), "first,income\n");

        assertThat(problems(source("path: zipped.csv.gz, delimiter: ;", "the age")))
                .isEmpty();
        assertThat(problems(source("path: latin.csv, encoding: ISO-8859-1", "größe")))
                .isEmpty();
        assertThat(problems(source("path: hash.csv", "'#id'"))).isEmpty();
        assertThat(problems(source("path: parts", "first"))).isEmpty();
        assertThat(problems(source("path: 'file://" + folder + "/parts'", "firs")))
                .containsExactly("7: features.exclude[0]: the data has no column 'firs'. Did you mean 'first'?");
    }

    @Test
    void saysWhenAHeaderCannotBeUsed() throws IOException {
        Files.writeString(folder.resolve("empty.csv"), "\n\n");
        Files.writeString(folder.resolve("twice.csv"), "a,b,A\n");
        Files.writeString(folder.resolve("semicolons.csv"), "a;income\n");

        assertThat(problems(source("path: empty.csv", "a")))
                .containsExactly("4: ingest.source.path: the file is empty");
        assertThat(problems(source("path: twice.csv", "a")))
                .containsExactly("4: ingest.source.path: its header names the column 'A' twice. Rename one of them.");
        assertThat(problems(source("path: semicolons.csv", "a")))
                .containsExactly("4: ingest.source.path: its first line is one field when cut at ',', and holds ';' 2 "
                        + "fields. Wrong delimiter? Set source.delimiter: \";\".");
    }

    @Test
    void takesDeclaredColumnsWhereTheFileNamesNone() {
        PipelineText text = source("path: people.csv, header: false", "b")
                .replacing("table: people", "table: people\n  columns: {a: int, b: int, income: int}");

        assertThat(problems(text)).isEmpty();
        assertThat(problems(text.replacing("exclude: [b]", "exclude: [bb]")))
                .containsExactly("8: features.exclude[0]: the data has no column 'bb'. Did you mean 'b'?");
        assertThat(problems(PipelineText.minimal().replacing("table: people", "table: people\n  columns: {agge: int}")))
                .containsExactly("4: ingest.columns.agge: the data has no column 'agge'. Did you mean 'age'?");
    }

    @Test
    void numbersColumnsThatHaveNoNames() {
        assertThat(problems(source("path: people.csv, header: false", "c2").replacing("label: income", "label: c7")))
                .containsExactly("6: train.label: the data has no column 'c7'. Did you mean 'c1'?");
    }

    @Test
    void readsTheKeysOfAShortJsonFile() throws IOException {
        Files.writeString(
                folder.resolve("people.json"),
                "{\"age\": 1, \"tags\": [{\"inner\": 1}], \"income\": 2}\n{\"income\": 3, \"later\": {\"x\": 1}}\n");
        Files.writeString(folder.resolve("list.json"), "[{\"age\": 1, \"income\": 2},\n {\"later\": 1}]");

        assertThat(problems(source("format: json, path: people.json", "later"))).isEmpty();
        assertThat(problems(source("format: json, path: list.json, multi-line: true", "later")))
                .isEmpty();
        assertThat(problems(source("format: json, path: people.json", "inner")))
                .containsExactly("7: features.exclude[0]: the data has no column 'inner'. "
                        + "It has: age, tags, income, later, row_id");
    }

    @Test
    void refusesNoColumnWhereItCannotKnowThemAll() throws IOException {
        Files.writeString(
                folder.resolve("long.json"),
                IntStream.range(0, 10_001)
                        .mapToObj(i -> "{\"income\": " + i + "}")
                        .collect(Collectors.joining("\n")));
        Files.writeString(folder.resolve("broken.json"), "{\"income\": 1}\n{\"inc");
        Files.writeString(folder.resolve("a.parquet"), "PAR1");
        Files.writeString(folder.resolve("a.csv.bz2"), "BZh");

        assertThat(problems(source("format: json, path: long.json", "x"))).isEmpty();
        assertThat(problems(source("format: json, path: broken.json", "x"))).isEmpty();
        assertThat(problems(source("format: parquet, path: a.parquet", "x"))).isEmpty();
        assertThat(problems(source("path: a.csv.bz2", "x"))).isEmpty();
    }

    @Test
    void readsConditionsBeforeSparkDoes() {
        PipelineText text = PipelineText.minimal()
                .replacing(
                        "  source:",
                        """
                          expectations:
                            - check: age > 17 and `hours-per-week` < 99
                            - check: agee > 17
                            - check: hours-per-week > 0
                            - check: age betwen 1 and 3
                            - check: AGE > uper(sex)
                            - check: (age > 3
                            - {check: "${CHECK:-agee > 3}"}
                          source:\
                        """);

        assertThat(problems(text))
                .containsExactly(
                        "6: ingest.expectations[1].check: the data has no column 'agee' (character 1). "
                                + "Did you mean 'age'?",
                        "7: ingest.expectations[2].check: the column 'hours-per-week' needs backticks: "
                                + "`hours-per-week`",
                        "8: ingest.expectations[3].check: 'age betwen 1 and 3' is no SQL condition: '1' is not expected "
                                + "at character 12. Did you mean 'between'?",
                        "9: ingest.expectations[4].check: there is no function 'uper' (character 7). "
                                + "Did you mean 'upper'?",
                        "10: ingest.expectations[5].check: '(age > 3' is no SQL condition: "
                                + "it ends where more is expected at character 8.",
                        "11: ingest.expectations[6].check: the data has no column of that name (character 1). "
                                + "Did you mean 'age'?");
    }

    @Test
    void checksDeclaredTypes() {
        PipelineText text = PipelineText.minimal()
                .replacing(
                        "table: people",
                        "table: people\n  columns: {id: bigint, age: itn, sex: string, zip: 'decimal(10, 2)', income: "
                                + "'array<map<string, dobule>>', hours-per-week: 'decimal('}");

        assertThat(problems(text))
                .containsExactly(
                        "4: ingest.columns.age: 'itn' is no type. Use string, int, bigint, double, boolean, date, "
                                + "timestamp or another of Spark SQL's. Did you mean 'int'?",
                        "4: ingest.columns.income: 'array<map<string, dobule>>' is no type. Use string, int, bigint, "
                                + "double, boolean, date, timestamp or another of Spark SQL's. Did you mean 'double'?",
                        "4: ingest.columns.hours-per-week: 'decimal(' is no type. Use string, int, bigint, double, "
                                + "boolean, date, timestamp or another of Spark SQL's. Did you mean 'decimal'?");
    }

    @Test
    void checksGatesAgainstWhatAnAuditMeasures() {
        PipelineText text = PipelineText.minimal()
                .with(
                        """
                        audit:
                          protected-attributes: [sex, age]
                          gates:
                            - {metric: equalised_odds_difference, at-most: 0.1}
                            - {metric: group-auc, at-least: 0.1, attribute: sex × age}
                            - {metric: selection_rate_of_3, at-least: 0.1}
                            - {metric: mae_ratio, at-least: 0.1, attribute: sx}
                            - {metric: recall_difference, at-most: 0.1, attribute: "sex x zip"}
                        """);

        assertThat(problems(text))
                .containsExactly(
                        "10: audit.gates[0].metric: there is no metric 'equalised_odds_difference'. "
                                + "Did you mean 'equalized_odds_difference'?",
                        "13: audit.gates[3].attribute: 'sx' is none of audit.protected-attributes (sex, age). "
                                + "Did you mean 'sex'?",
                        "14: audit.gates[4].attribute: 'zip' is none of audit.protected-attributes (sex, age).");
    }

    @Test
    void refusesAGateOnMoreAttributesThanTheAuditCombines() {
        assertThat(
                        problems(
                                PipelineText.minimal()
                                        .with(
                                                """
                                audit:
                                  protected-attributes: [sex, age]
                                  intersections: 1
                                  gates:
                                    - {metric: group_auc, at-least: 0.1, attribute: sex × age}
                                    - {metric: group_auc, at-least: 0.1, attribute: age}
                                """)))
                .containsExactly(
                        "11: audit.gates[0].attribute: 'sex × age' combines 2 attributes, and the audit compares groups"
                                + " of at most 1. Set audit.intersections to 2, or gate an attribute alone.");
    }

    @Test
    void refusesAGateOnAClassWhereTheTaskHasNoSeveral() {
        assertThat(problems(PipelineText.minimal()
                        .replacing("label: income", "label: income\n  task: binary")
                        .with("audit: {gates: [{metric: recall_of_yes, at-least: 0.8}]}")))
                .containsExactly(
                        "8: audit.gates[0].metric: 'recall_of_yes' is of one of several classes, and train.task is"
                                + " binary. Name a metric of all rows.");
    }

    @Test
    void refusesAGateThatWouldJudgeNothing() {
        assertThat(problems(PipelineText.minimal()
                        .with("audit:\n  gates:\n    - {metric: demographic_parity_ratio, at-least: 0.8}\n"
                                + "    - {metric: auc, at-least: 0.8}")))
                .containsExactly("9: audit.gates[0].metric: 'demographic_parity_ratio' is about groups, and "
                        + "audit.protected-attributes names none; the gate would judge nothing");
    }

    @Test
    void looksAtNoDataForALaterStage() {
        PipelineText text = PipelineText.minimal()
                .replacing("people.csv", "absent.csv")
                .with("audit: {gates: [{metric: auk, at-least: 0.8}]}");
        PipelineFile file = new PipelineParser().read(text.yaml(), folder + "/demo.yaml", Map.of());

        assertThat(PipelineText.problems(new PipelineCheck().withoutData(file)))
                .containsExactly("7: audit.gates[0].metric: there is no metric 'auk'. Did you mean 'auc'?");
    }

    @Test
    void findsNothingWrongWithTheDemo() {
        PipelineFile file = new PipelineParser().read(Path.of("../deploy/pipelines/adult.yaml"));

        assertThat(PipelineText.problems(new PipelineCheck().all(file))).isEmpty();
    }

    private static PipelineText source(String source, String excluded) {
        return PipelineText.minimal()
                .replacing("path: people.csv", source)
                .with("features: {exclude: [" + excluded + "]}");
    }

    private List<String> problems(PipelineText text) {
        PipelineFile file = new PipelineParser().read(text.yaml(), folder + "/demo.yaml", Map.of());
        return PipelineText.problems(new PipelineCheck().all(file));
    }

    private void gzip(String name, String text, Charset charset) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(charset));
        }
    }
}
