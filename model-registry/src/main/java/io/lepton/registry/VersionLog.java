package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The numbered records of one model's versions: {@code NAME/versions/000003.json}, written once and never removed, so
 * that a number is never used again. Empty marks beside a record say more about it and come with the same listing:
 * {@code .run-KEY} names its run, {@code .deleting} and {@code .deleted} what became of it.
 */
final class VersionLog {

    private final Store store;
    private final Json json;
    private final String model;

    VersionLog(Store store, Json json, String model) {
        this.store = store;
        this.json = json;
        this.model = model;
    }

    /** What one listing of the log tells. */
    record Listing(
            NavigableSet<Integer> recorded,
            NavigableSet<Integer> deleting,
            NavigableSet<Integer> deleted,
            Map<String, Integer> byRunKey) {

        /** Numbers of the versions that can be read. */
        NavigableSet<Integer> visible() {
            NavigableSet<Integer> visible = new TreeSet<>(recorded);
            visible.removeAll(deleted);
            return Collections.unmodifiableNavigableSet(visible);
        }

        /** Whether an alias may name the version. */
        boolean promotable(int version) {
            return recorded.contains(version) && !deleting.contains(version) && !deleted.contains(version);
        }

        int last() {
            return recorded.isEmpty() ? 0 : recorded.last();
        }
    }

    Listing list() throws IOException {
        Listing found = new Listing(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new HashMap<>());
        for (String file : store.list(model + "/versions")) {
            if (!file.matches("[0-9]{6,9}\\..+")) {
                continue;
            }
            int dot = file.indexOf('.');
            int version = Integer.parseInt(file.substring(0, dot));
            String mark = file.substring(dot + 1);
            if (mark.equals("json")) {
                found.recorded().add(version);
            } else if (mark.equals("deleting")) {
                found.deleting().add(version);
            } else if (mark.equals("deleted")) {
                found.deleted().add(version);
            } else if (mark.startsWith("run-")) {
                found.byRunKey().put(mark.substring(4), version);
            }
        }
        return found;
    }

    /** A recorded version, deleted or not, with its full path; empty where the number was never given. */
    Optional<ModelVersion> read(int version) throws IOException {
        String file = file(version, "json");
        Optional<byte[]> content = store.read(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        ModelVersion stored = json.read(content.get(), ModelVersion.class, store.address(file));
        return Optional.of(stored.at(stored.version(), store.address(model + "/" + stored.path())));
    }

    /**
     * The version that a run registered, deleted or not. A record without a run mark (its writer stopped in between) is
     * read and marked.
     */
    Optional<ModelVersion> ofRun(String runId, Listing listing) throws IOException {
        Integer marked = listing.byRunKey().get(runKey(runId));
        if (marked != null) {
            Optional<ModelVersion> version =
                    read(marked).filter(found -> found.runId().equals(runId));
            if (version.isPresent()) {
                return version;
            }
        }
        NavigableSet<Integer> unmarked = new TreeSet<>(listing.recorded());
        unmarked.removeAll(listing.byRunKey().values());
        for (int number : unmarked) {
            ModelVersion version = read(number).orElseThrow();
            markRun(version);
            if (version.runId().equals(runId)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /**
     * Gives a staged version the next free number; the one step that makes it exist.
     *
     * @param staged the version; its number is ignored and its path is relative to the model
     * @param after the highest number known, all of whose records are known to be of other runs
     * @return the version now recorded for the run, which another writer may have staged
     */
    ModelVersion record(ModelVersion staged, int after) throws IOException {
        for (int number = after + 1; ; number++) {
            byte[] content = json.write(staged.at(number, staged.path()));
            if (store.putIfAbsent(file(number, "json"), content)) {
                return read(number).orElseThrow();
            }
            ModelVersion other = read(number).orElseThrow();
            if (other.runId().equals(staged.runId())) {
                return other;
            }
        }
    }

    void markRun(ModelVersion version) throws IOException {
        byte[] runId = version.runId().getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent(file(version.version(), "run-" + runKey(version.runId())), runId);
    }

    void markDeleting(int version) throws IOException {
        store.putIfAbsent(file(version, "deleting"), now());
    }

    void unmarkDeleting(int version) throws IOException {
        store.delete(file(version, "deleting"));
    }

    void markDeleted(int version) throws IOException {
        store.putIfAbsent(file(version, "deleted"), now());
    }

    /** A run identifier as part of a file name: identifiers may hold any character. */
    static String runKey(String runId) {
        return Registration.sha256(runId.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private String file(int version, String mark) {
        return String.format("%s/versions/%06d.%s", model, version, mark);
    }

    private static byte[] now() {
        return Instant.now().toString().getBytes(StandardCharsets.UTF_8);
    }
}
