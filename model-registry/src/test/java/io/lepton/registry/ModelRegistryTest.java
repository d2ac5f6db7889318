package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRegistryTest {

    @TempDir
    Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void open() {
        registry = new ModelRegistry(
                new Configuration(), folder.resolve("my registry").toString());
    }

    @Test
    void keepsEverythingThatWasRegistered() throws IOException {
        NewVersion wanted = Samples.version("income", "run-1");

        ModelVersion version = registry.register(wanted);

        assertThat(registry.version("income", 1)).isEqualTo(version);
        assertThat(version.reference()).isEqualTo("income/v1");
        assertThat(version.parameters()).isEqualTo(wanted.parameters());
        assertThat(version.metrics()).isEqualTo(wanted.metrics());
        assertThat(version.lineage()).isEqualTo(wanted.lineage());
        assertThat(version.fairness()).isEqualTo(wanted.fairness());
        assertThat(version.inputSchemaJson()).isEqualTo(Samples.SCHEMA);
        assertThat(version.files()).extracting(FileEntry::name).containsExactly("model/weights.bin", "card.md");
        assertThat(Files.readString(onDisk(version, "model/weights.bin"))).isEqualTo("weights of run-1");
        registry.verify(version);
    }

    @Test
    void keepsWhatIsWrittenAboutAVersionLaterAndKnowsTheNewest() throws IOException {
        ModelVersion version = registry.register(Samples.version("income", "run-1"));

        registry.attach(version, "run-1", "fairness.json", "{\"worst\":0.1}".getBytes(StandardCharsets.UTF_8));
        registry.attach(version, "run-2", "fairness.json", "{\"worst\":0.2}".getBytes(StandardCharsets.UTF_8));
        registry.attach(version, "run-2", "fairness.json", "{\"worst\":0.3}".getBytes(StandardCharsets.UTF_8));

        List<Document> documents = registry.documents(version);
        assertThat(documents).extracting(Document::runId).containsExactly("run-1", "run-2");
        assertThat(registry.newest(version, "fairness.json"))
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("{\"worst\":0.2}"));
        assertThat(registry.newest(version, "card.md")).isEmpty();
        registry.verify(version);
        registry.delete("income", 1);
        assertThat(Files.exists(onDisk(documents.get(0)))).isFalse();
    }

    @Test
    void refusesADocumentThatWasChanged() throws IOException {
        ModelVersion version = registry.register(Samples.version("income", "run-1"));
        Document card = registry.attach(version, "run-1", "card.md", "good".getBytes(StandardCharsets.UTF_8));
        Files.writeString(onDisk(card), "evil");

        assertThatThrownBy(() -> registry.newest(version, "card.md"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Cannot trust")
                .hasMessageContaining("card.md");
        assertThatThrownBy(() -> registry.attach(version, "run-1", "x.record", new byte[0]))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Choose another");
    }

    private static Path onDisk(Document document) {
        return Path.of(new org.apache.hadoop.fs.Path(document.path()).toUri().getPath());
    }

    @Test
    void recordsTheSha256ThatNistPublishes() {
        // FIPS 180-2, appendix B.1: the digest of "abc".
        NewVersion wanted = Samples.version("income", "run-1", "abc");

        ModelVersion version = registry.register(wanted);

        assertThat(version.files().get(0))
                .isEqualTo(new FileEntry(
                        "model/weights.bin", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void copiesFoldersWithoutHadoopsChecksumFiles() throws IOException {
        Path source = Files.createDirectories(folder.resolve("spark model/stages"));
        Files.writeString(source.resolve("part-00000"), "a");
        Files.writeString(source.resolve(".part-00000.crc"), "crc");
        Files.writeString(source.resolveSibling("metadata"), "b");
        NewVersion sample = Samples.version("income", "run-1");
        NewVersion wanted = withFiles(
                sample,
                List.of(
                        ModelFile.of("pipeline", source.getParent()),
                        ModelFile.of("one", new org.apache.hadoop.fs.Path(source + "/part-00000"))));

        ModelVersion version = registry.register(wanted);

        assertThat(version.files())
                .extracting(FileEntry::name)
                .containsExactly("pipeline/metadata", "pipeline/stages/part-00000", "one");
        registry.verify(version);
    }

    @Test
    void givesTheSameRunTheSameVersion() {
        ModelVersion first = registry.register(Samples.version("income", "run/1: ä"));

        ModelVersion again = registry.register(Samples.version("income", "run/1: ä", "trained again, other bytes"));

        assertThat(again).isEqualTo(first);
        assertThat(registry.numbers("income")).containsExactly(1);
    }

    @Test
    void listsModelsAndVersionsInOrder() {
        registry.register(Samples.version("zebra", "run-1"));
        registry.register(Samples.version("income", "run-1"));
        registry.register(Samples.version("income", "run-2"));

        assertThat(registry.models()).containsExactly("income", "zebra");
        assertThat(registry.versions("income"))
                .extracting(ModelVersion::version)
                .containsExactly(1, 2);
        assertThat(new ModelRegistry(
                                new Configuration(), folder.resolve("absent").toString())
                        .models())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"income@champion", "income/1", "income/v1"})
    void resolvesEveryWayToWriteAVersion(String reference) {
        registry.register(Samples.version("income", "run-1"));
        registry.register(Samples.version("income", "run-2"));
        registry.promote("income", 1, "champion", "first");

        assertThat(registry.resolve(reference).version()).isEqualTo(1);
        assertThat(registry.resolve("income").version()).isEqualTo(2);
    }

    @Test
    void rollsBackOnePromotionAtATimeAndKeepsTheHistory() {
        for (int run = 1; run <= 3; run++) {
            registry.register(Samples.version("income", "run-" + run));
            registry.promote("income", run, "champion", "better than " + (run - 1));
        }
        registry.promote("income", 3, "champion", "asked twice");

        assertThat(registry.rollback("income", "champion").version()).isEqualTo(2);
        assertThat(registry.rollback("income", "champion").version()).isEqualTo(1);
        refuses(
                () -> registry.rollback("income", "champion"),
                "Cannot roll back income@champion: it has no earlier version than 1; promote the one you want");
        assertThat(registry.aliases("income")).isEqualTo(Map.of("champion", 1));
        assertThat(registry.history("income", "champion"))
                .extracting(AliasChange::action, AliasChange::version, AliasChange::why)
                .extracting(Object::toString)
                .containsExactly(
                        "(PROMOTE, 1, \"better than 0\")",
                        "(PROMOTE, 2, \"better than 1\")",
                        "(PROMOTE, 3, \"better than 2\")",
                        "(ROLLBACK, 2, \"rollback\")",
                        "(ROLLBACK, 1, \"rollback\")");
    }

    @Test
    void deletesOnlyWhatNoAliasNamesAndNeverUsesANumberAgain() {
        registry.register(Samples.version("income", "run-1"));
        ModelVersion second = registry.register(Samples.version("income", "run-2"));
        registry.promote("income", 2, "champion", "best");

        refuses(() -> registry.delete("income", 2), "the alias 'champion' names it; promote another version first");
        registry.promote("income", 1, "champion", "second thoughts");
        registry.delete("income", 2);
        registry.delete("income", 2);

        assertThat(Paths.get(second.path().substring("file:".length()))).doesNotExist();
        assertThat(registry.numbers("income")).containsExactly(1);
        refuses(() -> registry.version("income", 2), "Cannot find model 'income' version 2: it was deleted");
        refuses(() -> registry.register(Samples.version("income", "run-2")), "which was deleted; train with a new run");
        assertThat(registry.register(Samples.version("income", "run-3")).version())
                .isEqualTo(3);
    }

    @Test
    void saysThatAModelIsGoneWhenAllOfItsVersionsAre() {
        registry.register(Samples.version("income", "run-1"));
        registry.delete("income", 1);

        assertThat(registry.models()).isEmpty();
        refuses(() -> registry.resolve("income"), "Cannot find model 'income': all of its versions were deleted");
        refuses(() -> registry.delete("income", 9), "Cannot find model 'income' version 9; there are none left");
    }

    @Test
    void tellsHowTwoVersionsDiffer() {
        ModelVersion before = registry.register(Samples.version("income", "run-1"));
        NewVersion next = new NewVersion(
                "income",
                "run-2",
                "income over 50K",
                Samples.version("income", "run-1").files(),
                Samples.SCHEMA.replace("\"sex\",\"type\":\"string\"", "\"race\",\"type\":\"string\""),
                before.outputSchemaJson(),
                Map.of("depth", "8", "rounds", "100"),
                Map.of("auc", 0.92),
                before.fairness(),
                before.lineage());

        List<Difference> differences = registry.diff(before, registry.register(next));

        assertThat(differences)
                .containsExactly(
                        new Difference("inputSchema.fields.race.name", Optional.empty(), Optional.of("race")),
                        new Difference("inputSchema.fields.race.type", Optional.empty(), Optional.of("string")),
                        new Difference("inputSchema.fields.sex.name", Optional.of("sex"), Optional.empty()),
                        new Difference("inputSchema.fields.sex.type", Optional.of("string"), Optional.empty()),
                        new Difference("metrics.auc", Optional.of("0.91"), Optional.of("0.92")),
                        new Difference("metrics.log_loss", Optional.of("0.28"), Optional.empty()),
                        new Difference("parameters.depth", Optional.of("6"), Optional.of("8")),
                        new Difference("runId", Optional.of("run-1"), Optional.of("run-2")));
        assertThat(registry.diff(before, before)).isEmpty();
    }

    @Test
    void findsEveryKindOfTampering() throws IOException {
        ModelVersion version = registry.register(Samples.version("income", "run-1"));
        registry.verify(version);

        Files.writeString(onDisk(version, "model/weights.bin"), "Weights of run-1");
        refuses(() -> registry.verify(version), "file 'model/weights.bin' was changed (its SHA-256 differs)");
        Files.writeString(onDisk(version, "model/weights.bin"), "short");
        refuses(() -> registry.verify(version), "file 'model/weights.bin' has 5 bytes and had 16");
        Files.delete(onDisk(version, "model/weights.bin"));
        refuses(() -> registry.verify(version), "file 'model/weights.bin' is missing");
        Files.writeString(onDisk(version, "model/weights.bin"), "weights of run-1");
        registry.verify(version);
        Files.writeString(onDisk(version, "extra.bin"), "x");
        refuses(() -> registry.verify(version), "file 'extra.bin' was added");
    }

    @Test
    void findsARecordThatIsNotTheOneGiven() throws IOException {
        ModelVersion version = registry.register(Samples.version("income", "run-1"));
        Path record = folder.resolve("my registry/income/versions/000001.json");

        Files.writeString(record, Files.readString(record).replace("0.91", "0.99"));

        refuses(() -> registry.verify(version), "its record differs from the one given");
    }

    @Test
    void leavesNoHiddenFilesBehind() throws IOException {
        registry.register(Samples.version("income", "run-1"));
        registry.promote("income", 1, "champion", "best");

        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void canBeMovedToAnotherPlace() throws IOException {
        registry.register(Samples.version("income", "run-1"));
        Path elsewhere = folder.resolve("elsewhere");

        Files.move(folder.resolve("my registry"), elsewhere);
        ModelRegistry moved =
                new ModelRegistry(new Configuration(), elsewhere.toUri().toString());

        ModelVersion version = moved.resolve("income");
        assertThat(version.path()).startsWith("file:" + elsewhere + "/");
        moved.verify(version);
    }

    @Test
    void readsARegistryOfVersionZeroOne() {
        ModelRegistry old = new ModelRegistry(new Configuration(), "src/test/resources/registry-0.1");

        ModelVersion version = old.resolve("income@champion");

        assertThat(version.version()).isEqualTo(1);
        assertThat(version.metrics()).isEqualTo(Map.of("auc", 0.91, "log_loss", 0.28));
        assertThat(old.numbers("income")).containsExactly(1, 2);
        old.verify(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a b", "_a", "a@b", "ä"})
    void refusesNamesThatAreNoFolders(String name) {
        refuses(() -> registry.register(Samples.version(name, "run-1")), "as the name of a model");
        registry.register(Samples.version("income", "run-1"));
        refuses(() -> registry.promote("income", 1, name, "why"), "as the name of an alias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "x//y", "a/./b", "c:x", ""})
    void refusesFilesOutsideTheVersion(String file) {
        NewVersion wanted = withFiles(Samples.version("income", "run-1"), List.of(ModelFile.of(file, "x")));

        refuses(() -> registry.register(wanted), "Cannot store the file '" + file + "'");
    }

    @Test
    void refusesVersionsThatCannotBeUsed() {
        NewVersion sample = Samples.version("income", "run-1");
        ModelFile file = ModelFile.of("a", "x");
        String start = "Cannot register model 'income' of run 'run-1': ";

        refuses(() -> registry.register(withFiles(sample, List.of())), start + "it has no files");
        refuses(() -> registry.register(withFiles(sample, List.of(file, file))), start + "it has two files named 'a'");
        refuses(
                () -> registry.register(withFiles(sample, List.of(ModelFile.of("a", folder.resolve("absent"))))),
                start + "there is no file at file:" + folder.resolve("absent"));
        refuses(() -> registry.register(Samples.version("income", " ")), "its run has no identifier");
        NewVersion noSchema =
                new NewVersion("income", "run-1", "", List.of(file), "{", "", Map.of(), Map.of(), "", sample.lineage());
        refuses(() -> registry.register(noSchema), start + "its input schema is not JSON");
        assertThat(registry.models()).isEmpty();
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        refuses(() -> registry.resolve("income"), "Cannot find model 'income' in ");
        registry.register(Samples.version("income", "run-1"));
        registry.promote("income", 1, "champion", "best");

        refuses(() -> registry.resolve("incmoe"), "; did you mean 'income'?");
        refuses(() -> registry.resolve("weather"), "; there are: income");
        refuses(() -> registry.resolve("income@champoin"), "did you mean 'champion'?");
        refuses(() -> registry.rollback("income", "challenger"), "Cannot find alias 'challenger' of model 'income'");
        refuses(() -> registry.history("income", "x"), "Cannot find alias 'x'");
        refuses(() -> registry.resolve("income/7"), "Cannot find model 'income' version 7; the first is 1, the last 1");
        refuses(() -> registry.promote("income", 7, "champion", ""), "Cannot find model 'income' version 7");
        refuses(() -> registry.resolve("income/x"), "write NAME, NAME/3, NAME/v3 or NAME@ALIAS");
    }

    @Test
    void namesThePathAndTheCauseWhenItCannotBeOpenedOrRead() throws IOException {
        refuses(() -> new ModelRegistry(new Configuration(), "nosuch://x/y"), "Cannot open the registry nosuch://x/y");
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        refuses(
                () -> new ModelRegistry(new Configuration(), file.toString()).register(Samples.version("a", "run-1")),
                "in the registry file:" + file);
        registry.register(Samples.version("income", "run-1"));
        Path record = folder.resolve("my registry/income/versions/000001.json");
        Files.writeString(record, "{\"format\": 2}");
        refuses(() -> registry.resolve("income"), "a newer Lepton wrote it (format 2); update this one");
        Files.writeString(record, "{\"for");
        refuses(() -> registry.resolve("income"), "000001.json is damaged");
        Files.writeString(record, "");
        refuses(() -> registry.resolve("income"), "000001.json is damaged");
    }

    private static NewVersion withFiles(NewVersion from, List<ModelFile> files) {
        return new NewVersion(
                from.name(),
                from.runId(),
                from.description(),
                files,
                from.inputSchemaJson(),
                from.outputSchemaJson(),
                from.parameters(),
                from.metrics(),
                from.fairness(),
                from.lineage());
    }

    private static Path onDisk(ModelVersion version, String file) {
        return Paths.get(version.path().substring("file:".length()), file);
    }

    private static void refuses(ThrowingCallable request, String saying) {
        assertThatThrownBy(request).isInstanceOf(RegistryException.class).hasMessageContaining(saying);
    }
}
