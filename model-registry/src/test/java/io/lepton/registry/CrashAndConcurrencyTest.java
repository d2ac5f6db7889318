package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.registry.CrashingStore.Crash;
import io.lepton.registry.storage.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashAndConcurrencyTest {

    private final Configuration conf = new Configuration(false);

    @TempDir
    Path folder;

    @Test
    void aRunStoppedBeforeAnyChangeGetsOneVersionWhenRepeated() throws IOException {
        int crashes = 0;
        for (int changes = 0; ; changes++) {
            Path root = folder.resolve("root-" + changes);
            ModelRegistry healthy = new ModelRegistry(conf, new LocalStore(root));
            healthy.register(Samples.version("income", "run-0"));

            boolean crashed = crashes(crashing(root, changes), r -> r.register(Samples.version("income", "run-1")));
            ModelVersion repeated = healthy.register(Samples.version("income", "run-1", "other bytes"));
            ModelVersion next = healthy.register(Samples.version("income", "run-2"));

            assertThat(repeated.version()).as("after %d changes", changes).isEqualTo(2);
            assertThat(next.version()).isEqualTo(3);
            assertThat(healthy.numbers("income")).containsExactly(1, 2, 3);
            healthy.versions("income").forEach(healthy::verify);
            try (Stream<Path> staged = Files.list(root.resolve("income/files"))) {
                assertThat(staged).as("folders that no version names").hasSize(3);
            }
            if (!crashed) {
                break;
            }
            crashes++;
        }
        assertThat(crashes).as("places where it was stopped").isGreaterThanOrEqualTo(8);
    }

    @Test
    void aPromotionAndARollbackStoppedAnywhereHappenedOrDidNot() {
        for (int changes = 0; changes < 4; changes++) {
            Path root = folder.resolve("root-" + changes);
            ModelRegistry healthy = twoVersions(root);
            healthy.promote("income", 1, "champion", "first");

            crashes(crashing(root, changes), r -> r.promote("income", 2, "champion", "second"));
            assertThat(healthy.aliases("income").get("champion")).isEqualTo(changes == 0 ? 1 : 2);
            healthy.promote("income", 2, "champion", "second");
            crashes(crashing(root, changes), r -> r.rollback("income", "champion"));

            assertThat(healthy.aliases("income").get("champion")).isEqualTo(changes == 0 ? 2 : 1);
        }
    }

    @Test
    void aDeletionStoppedAnywhereIsFinishedByRepeatingIt() throws IOException {
        boolean crashed = true;
        for (int changes = 0; crashed; changes++) {
            Path root = folder.resolve("root-" + changes);
            ModelRegistry healthy = twoVersions(root);
            healthy.promote("income", 1, "champion", "first");

            crashed = crashes(crashing(root, changes), r -> r.delete("income", 2));
            if (healthy.numbers("income").contains(2)) {
                healthy.verify(healthy.version("income", 2));
            }
            healthy.delete("income", 2);

            assertThat(healthy.numbers("income")).containsExactly(1);
            try (Stream<Path> files = Files.list(root.resolve("income/files"))) {
                assertThat(files).hasSize(1);
            }
            assertThat(root.resolve("income/versions/000002.deleting")).doesNotExist();
        }
    }

    @Test
    void aDocumentWhoseAttachingStoppedAnywhereIsWholeWhenRepeated() {
        boolean crashed = true;
        for (int changes = 0; crashed; changes++) {
            Path root = folder.resolve("root-" + changes);
            ModelRegistry healthy = twoVersions(root);
            ModelVersion version = healthy.version("income", 1);

            crashed = crashes(crashing(root, changes), r -> r.attach(version, "run-9", "card.md", bytes("first try")));
            List<Document> before = healthy.documents(version);
            healthy.attach(version, "run-9", "card.md", bytes("second try"));

            assertThat(before.size()).isBetween(crashed ? 0 : 1, 1);
            assertThat(healthy.documents(version)).hasSize(1).containsAll(before);
            assertThat(healthy.newest(version, "card.md"))
                    .hasValueSatisfying(content -> assertThat(new String(content, StandardCharsets.UTF_8))
                            .isIn("first try", "second try"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aVersionAboutToBeDeletedCannotBePromoted() {
        ModelRegistry healthy = twoVersions(folder);
        crashes(crashing(folder, 2), r -> r.delete("income", 2));

        assertThatThrownBy(() -> healthy.promote("income", 2, "champion", "too late"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Cannot promote income/v2 to 'champion': it is being deleted");
        assertThat(healthy.aliases("income")).isEmpty();
    }

    @Test
    void aPromotionThatMeetsADeletionStepsBack() throws IOException {
        for (boolean hadTarget : new boolean[] {false, true}) {
            Path root = folder.resolve("had-target-" + hadTarget);
            ModelRegistry healthy = twoVersions(root);
            if (hadTarget) {
                healthy.promote("income", 1, "champion", "first");
            }
            VersionLog versions = new VersionLog(new LocalStore(root), new Json(), "income");
            AliasLog champion = new AliasLog(new LocalStore(root), new Json(), "income", "champion");

            AliasChange moved = champion.promote(2, "too late");
            versions.markDeleting(2);
            champion.withdraw(moved, "it was being deleted", versions.list()::promotable);

            assertThat(healthy.aliases("income")).isEqualTo(hadTarget ? Map.of("champion", 1) : Map.of());
        }
    }

    @Test
    void runsThatRegisterAtOnceGetDifferentNumbers() throws Exception {
        ModelRegistry registry = new ModelRegistry(conf, new LocalStore(folder));

        List<ModelVersion> versions = atOnce(8, i -> new ModelRegistry(conf, new LocalStore(folder))
                .register(Samples.version("income", "run-" + i)));

        assertThat(versions).extracting(ModelVersion::version).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        versions.forEach(registry::verify);
    }

    @Test
    void processesOfOneRunThatRegisterAtOnceGetOneVersion() throws Exception {
        List<ModelVersion> versions = atOnce(8, i -> new ModelRegistry(conf, new LocalStore(folder))
                .register(Samples.version("income", "run", "bytes of " + i)));

        ModelRegistry registry = new ModelRegistry(conf, new LocalStore(folder));
        assertThat(versions).containsOnly(versions.get(0));
        assertThat(registry.numbers("income")).containsExactly(1);
        registry.verify(versions.get(0));
    }

    @Test
    void promotionsAtOnceAllEnterTheHistory() throws Exception {
        ModelRegistry registry = new ModelRegistry(conf, new LocalStore(folder));
        for (int run = 1; run <= 6; run++) {
            registry.register(Samples.version("income", "run-" + run));
        }

        atOnce(6, i -> registry.promote("income", i + 1, "champion", "me"));

        assertThat(registry.history("income", "champion"))
                .extracting(AliasChange::version)
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    }

    @Test
    void deletionsAndPromotionsAtOnceNeverLeaveAnAliasOnADeletedVersion() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path root = folder.resolve("root-" + round);
            ModelRegistry registry = twoVersions(root);
            registry.promote("income", 1, "champion", "first");

            atOnce(2, i -> {
                try {
                    if (i == 0) {
                        registry.delete("income", 2);
                    } else {
                        registry.promote("income", 2, "champion", "second");
                    }
                } catch (RegistryException oneOfThemMayLose) {
                    assertThat(oneOfThemMayLose).hasMessageStartingWith("Cannot ");
                }
                return i;
            });

            registry.verify(registry.resolve("income@champion"));
        }
    }

    @Test
    void fiveHundredVersionsAreListedByOneRequestThatReadsNoFile() throws IOException {
        CountingStore store = new CountingStore(new LocalStore(folder));
        ModelRegistry registry = new ModelRegistry(conf, store);
        ModelVersion first = registry.register(Samples.version("income", "run-1"));
        VersionLog log = new VersionLog(store, new Json(), "income");
        String files = first.path().substring(first.path().indexOf("files/"));
        for (int i = 2; i <= 500; i++) {
            log.markRun(log.record(ofRun(first, "run-" + i).at(0, files), i - 1));
        }

        store.reset();
        List<Integer> numbers = registry.numbers("income");
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
        assertThat(store.lists()).isEqualTo(1);
        assertThat(store.reads()).isZero();

        store.reset();
        assertThat(registry.versions("income")).hasSize(500);
        assertThat(store.lists()).isEqualTo(1);
        assertThat(store.reads()).isEqualTo(500);

        store.reset();
        assertThat(registry.register(Samples.version("income", "run-250")).version())
                .isEqualTo(250);
        assertThat(store.reads()).as("a run is found by its mark").isEqualTo(1);
    }

    private static ModelVersion ofRun(ModelVersion version, String runId) {
        return new ModelVersion(
                version.name(),
                version.version(),
                version.createdAt(),
                runId,
                version.description(),
                version.files(),
                version.inputSchemaJson(),
                version.outputSchemaJson(),
                version.parameters(),
                version.metrics(),
                version.fairness(),
                version.lineage(),
                version.path());
    }

    private ModelRegistry twoVersions(Path root) {
        ModelRegistry registry = new ModelRegistry(conf, new LocalStore(root));
        registry.register(Samples.version("income", "run-1"));
        registry.register(Samples.version("income", "run-2"));
        return registry;
    }

    private ModelRegistry crashing(Path root, int changes) {
        return new ModelRegistry(conf, new CrashingStore(new LocalStore(root), changes));
    }

    private static boolean crashes(ModelRegistry registry, java.util.function.Consumer<ModelRegistry> request) {
        try {
            request.accept(registry);
            return false;
        } catch (Crash crash) {
            return true;
        }
    }

    private interface Request<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Request<T> request) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<T>> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                requests.add(() -> {
                    start.await();
                    return request.run(index);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(requests)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
