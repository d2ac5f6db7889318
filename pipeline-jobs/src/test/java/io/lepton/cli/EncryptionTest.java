package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.jobs.StageName;
import io.lepton.jobs.TableEncryption;
import io.lepton.lake.ActiveSession;
import io.lepton.lake.Lake;
import io.lepton.lake.TableSeal;
import io.lepton.lake.TableVersion;
import io.lepton.privacy.encryption.FileKeys;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class EncryptionTest {
    @TempDir
    private Path folder;

    private Path keys;

    @BeforeEach
    void makeKeys() {
        keys = folder.resolve("keys.json");
        new KeysetFile(keys, Optional.empty()).create(Keyset.create(KeyType.FILES));
    }

    @Test
    void hidesRawAndRejectedRowsFromWhoHasNoKeyAndChangesNothingElse(SparkSession spark) {
        TinyProject plain = tiny(spark).with(people());
        assertThat(plain.run("plain", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        assertThat(plain.run("plain", run -> run.only(StageName.ANONYMIZE)).error())
                .isEmpty();
        List<Row> expected = rows(plain.lake(), "trusted/people");
        TinyProject sealed = sealed(plain, "other");

        assertThat(sealed.run("sealed", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        assertThat(sealed.run("sealed", run -> run.only(StageName.ANONYMIZE)).error())
                .isEmpty();

        Lake withoutKey = new Lake(spark, folder.resolve("other").toString());
        assertThat(rows(withoutKey, "trusted/people")).isEqualTo(expected);
        assertThat(bytes("other/raw"))
                .as("data files and log")
                .doesNotContain("Zebulon")
                .doesNotContain("\"minValues\"");
        assertThat(bytes("other/quarantine")).doesNotContain("Zebulon").doesNotContain("\"minValues\"");
        assertThat(bytes("lake/raw")).as("the same without keys").contains("Zebulon", "minValues");
        assertThatThrownBy(() -> spark.read()
                        .format("delta")
                        .load(folder + "/other/raw/people")
                        .collectAsList())
                .rootCause()
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> withoutKey.read("raw/people"))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot read table 'raw/people' at " + withoutKey.pathOf("raw/people")
                                + ": its files are encrypted, and there is no key. Name the keyset under encryption.keyset in the pipeline file.");
        new KeysetFile(folder.resolve("wrong.json"), Optional.empty()).create(Keyset.create(KeyType.FILES));
        TinyProject wrong = sealed.replacing("keyset: keys.json", "keyset: wrong.json");
        TinyProject.End end = wrong.run("wrong", run -> run.only(StageName.ANONYMIZE));
        assertThat(end.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(end.error())
                .isEqualTo("Cannot read table 'raw/people' at " + withoutKey.pathOf("raw/people")
                        + ": its files are encrypted by a key that the keyset of encryption.keyset does not hold."
                        + " Name the keyset that encrypted it, with its older keys.");
    }

    @Test
    void readsOldFilesAfterTheKeyWasRotatedAndRewritesThemUnderTheNewOne(SparkSession spark) {
        TinyProject project = sealed(
                tiny(spark)
                        .replacing("  table: people", "  table: people\n  mode: append")
                        .with(people()),
                "lake");
        assertThat(project.run("first", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        KeysetFile file = new KeysetFile(keys, Optional.empty());
        Keyset old = file.read();
        file.replace(old.rotated());

        assertThat(project.run("second", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        assertThat(project.run("second", run -> run.only(StageName.ANONYMIZE)).error())
                .as("reads files of both keys")
                .isEmpty();

        long rows = project.lake().read("trusted/people").count();
        assertThat(rows).isEqualTo(2L * (people().size() - 2));
        assertThat(wrappingKeys("lake/raw/people"))
                .containsExactlyInAnyOrder(old.primaryId(), file.read().primaryId());
        List<TableEncryption.Encrypted> rewritten = new TableEncryption(spark, pipeline(project)).run(step -> {});
        assertThat(rewritten)
                .extracting(TableEncryption.Encrypted::table)
                .containsExactly("raw/people", "quarantine/people");
        assertThat(rewritten).allMatch(table -> table.filesDeleted() > 0);
        assertThat(wrappingKeys("lake/raw/people")).containsExactly(file.read().primaryId());
        assertThat(new TableEncryption(spark, pipeline(project)).run(step -> {}))
                .allMatch(table -> table.filesDeleted() == 0);
        assertThat(project.run("third", run -> run.only(StageName.ANONYMIZE)).error())
                .isEmpty();
        assertThat(project.lake().read("trusted/people").count()).isEqualTo(rows);
    }

    @Test
    void letsWhoHasOnlyTheFootersKeyReadAllButTheColumnsWithKeysOfTheirOwn(SparkSession spark) {
        new KeysetFile(folder.resolve("names.json"), Optional.empty()).create(Keyset.create(KeyType.FILES));
        TinyProject full = sealed(TinyProject.in(spark, folder).with(people()), "lake");
        TinyProject owner = full.replacing("keyset: keys.json", "keyset: keys.json\n  columns: {name: names.json}");
        assertThat(owner.run("owner", run -> run.only(StageName.INGEST)).error())
                .isEmpty();

        SparkSession partly = session(spark, new FileKeys(new KeysetFile(keys, Optional.empty()).read(), Map.of()));

        String raw = folder + "/lake/raw/people";
        assertThat(new ActiveSession(partly).call(() -> partly.read()
                        .format("delta")
                        .load(raw)
                        .select("age")
                        .collectAsList()))
                .hasSize(people().size() - 2);
        assertThatThrownBy(() -> new ActiveSession(partly).run(() -> partly.read()
                        .format("delta")
                        .load(raw)
                        .select("name")
                        .collectAsList()))
                .rootCause()
                .hasMessageContaining("there is no keyset for 'column/name'");
        Lake lake = new Lake(partly, folder.resolve("lake").toString(), opened());
        assertThat(lake.files(new TableVersion("raw/people", lake.version("raw/people")))
                        .rows()
                        .select("age")
                        .collectAsList())
                .as("by the keys of the lake's session, whichever is active")
                .hasSize(people().size() - 2);
        assertThat(full.run("other", run -> run.only(StageName.ANONYMIZE)).error())
                .isEqualTo("Cannot finish the stage 'anonymize' of run 'other': a file of a table is encrypted: "
                        + "there is no keyset for 'column/name'. "
                        + "Check encryption.keyset and encryption.columns in the pipeline file.");
        assertThat(owner.run("owner", run -> run.only(StageName.ANONYMIZE)).error())
                .isEmpty();
    }

    @Test
    void namesItsKeysSoThatSparkDoesNotPrintThem(SparkSession spark) {
        FileKeys fileKeys = new FileKeys(new KeysetFile(keys, Optional.empty()).read(), Map.of());
        Map<String, String> settings = fileKeys.settings(List.of("/lake/raw/people"));
        List<String> secrets = settings.entrySet().stream()
                .filter(entry ->
                        entry.getValue().contains("keyData") || entry.getValue().contains("value"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(secrets).containsExactly("lepton.encryption.secret.footer");
        assertThat(secrets).allMatch(name -> name.matches("(?i).*(secret|password|token).*"));
        assertThat(fileKeys.toString()).matches("FileKeys\\[footer=\\d+]");
        assertThatThrownBy(() -> new FileKeys(Keyset.create(KeyType.ONE_WAY), Map.of()))
                .hasMessage("Cannot encrypt files: the keyset of encryption.keyset holds one-way keys. "
                        + "Make one with 'lepton keys create FILE --type files'.");
        assertThatThrownBy(() -> new TableEncryption(spark, pipeline(tiny(spark))))
                .hasMessage("Cannot encrypt the tables of pipeline 'tiny': its file names no keys. "
                        + "Add encryption: {keyset: FILE}; 'lepton keys create FILE --type files' makes one.");
    }

    private TinyProject tiny(SparkSession spark) {
        return TinyProject.in(spark, folder).replacing("train:", "anonymize: {columns: {name: drop}}\ntrain:");
    }

    private static SparkSession session(SparkSession spark, FileKeys keys) {
        SparkSession session = spark.cloneSession();
        keys.settings(List.of()).forEach((name, value) -> session.conf().set(name, value));
        return session;
    }

    /** Of who has a key; whether it is the right one is found out while reading. */
    private static TableSeal opened() {
        return new TableSeal() {
            @Override
            public Map<String, String> properties(String table) {
                return Map.of();
            }

            @Override
            public void requireOpen(String table, String path, Map<String, String> properties) {}
        };
    }

    private static TinyProject sealed(TinyProject project, String lake) {
        return project.replacing("/lake\n", "/" + lake + "\n").adding("encryption:\n  keyset: keys.json\n");
    }

    private static Pipeline pipeline(TinyProject project) {
        return new PipelineParser()
                .read(project.yaml(), project.folder().resolve("pipeline.yaml").toString(), Map.of())
                .orThrow();
    }

    private static List<Row> rows(Lake lake, String table) {
        return lake.read(table).orderBy("row_id").collectAsList();
    }

    /** One with a name that nobody else has, also in a row with too many cells. */
    private static List<String> people() {
        List<String> lines = new ArrayList<>();
        TinyProject.people(60).forEach(line -> lines.add("Person " + lines.size() + "," + line));
        lines.set(0, lines.get(0).replace("Person 0", "name"));
        lines.set(7, "Zebulon Quark,44,f,97,high");
        lines.add("Zebulon Quark,44,f,97,high,and,more");
        return lines;
    }

    private String bytes(String below) {
        StringBuilder all = new StringBuilder();
        files(below).forEach(file -> all.append(text(file)));
        return all.toString();
    }

    /** Ids of the keys that wrapped the data keys of a table's files, as Tink puts them in front of what it encrypts. */
    private List<Long> wrappingKeys(String table) {
        return files(table)
                .filter(file ->
                        file.toString().endsWith(".parquet") && !file.toString().contains("_delta_log"))
                .flatMap(file -> java.util.regex.Pattern.compile("wrappedDEK\":\"([^\"]+)\"")
                        .matcher(text(file))
                        .results())
                .map(found -> java.util.Base64.getDecoder().decode(found.group(1)))
                .map(wrapped -> Integer.toUnsignedLong(
                        java.nio.ByteBuffer.wrap(wrapped, 1, 4).getInt()))
                .distinct()
                .toList();
    }

    private Stream<Path> files(String below) {
        try {
            return Files.walk(folder.resolve(below)).filter(Files::isRegularFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
