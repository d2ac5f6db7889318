package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Registers one version: stages its files in a folder of its own, then records it under the next number. A process that
 * stops before the record leaves only a folder that no record names; the run's next try removes it.
 */
final class Registration {

    private final Store store;
    private final Configuration conf;
    private final Json json;
    private final NewVersion wanted;
    private final VersionLog log;

    Registration(Store store, Configuration conf, Json json, NewVersion wanted) {
        this.store = store;
        this.conf = conf;
        this.json = json;
        this.wanted = wanted;
        this.log = new VersionLog(store, json, wanted.name());
    }

    /** Refuses what could never be registered, before anything is written. */
    void check() {
        Names.checked("a model", wanted.name());
        require(!wanted.runId().isBlank(), "its run has no identifier");
        require(!wanted.files().isEmpty(), "it has no files");
        require(json.isJson(wanted.inputSchemaJson()), "its input schema is not JSON");
        require(json.isJson(wanted.outputSchemaJson()), "its output schema is not JSON");
        require(json.isJson(wanted.fairness()), "its fairness audit is not JSON");
        Set<String> names = new HashSet<>();
        for (ModelFile file : wanted.files()) {
            require(names.add(Names.checkedFile(file.name())), "it has two files named '" + file.name() + "'");
        }
    }

    ModelVersion register() throws IOException {
        VersionLog.Listing listing = log.list();
        Optional<ModelVersion> before = log.ofRun(wanted.runId(), listing);
        if (before.isPresent()) {
            return registeredBefore(before.get(), listing);
        }
        String folder = "files/" + VersionLog.runKey(wanted.runId()) + "-" + UUID.randomUUID();
        ModelVersion recorded;
        try {
            recorded = log.record(stage(folder), listing.last());
        } catch (IOException failed) {
            // Another process with the same run may have recorded it, and removed our folder, while we wrote there.
            VersionLog.Listing now = log.list();
            Optional<ModelVersion> other = log.ofRun(wanted.runId(), now);
            if (other.isPresent()) {
                return registeredBefore(other.get(), now);
            }
            throw failed;
        }
        tidy(recorded);
        return recorded;
    }

    private ModelVersion registeredBefore(ModelVersion version, VersionLog.Listing listing) {
        require(
                !listing.deleted().contains(version.version()),
                "this run registered version " + version.version() + ", which was deleted; train with a new run");
        tidy(version);
        return version;
    }

    private ModelVersion stage(String folder) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        for (ModelFile file : wanted.files()) {
            if (file instanceof ModelFile.Content content) {
                entries.add(write(folder, file.name(), new ByteArrayInputStream(content.bytes())));
            } else if (file instanceof ModelFile.Copy copy) {
                entries.addAll(copy(folder, copy));
            }
        }
        Set<String> names = new HashSet<>();
        for (FileEntry entry : entries) {
            require(names.add(entry.name()), "it has two files named '" + entry.name() + "'");
        }
        return new ModelVersion(
                wanted.name(),
                0,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                wanted.runId(),
                wanted.description(),
                entries,
                wanted.inputSchemaJson(),
                wanted.outputSchemaJson(),
                wanted.parameters(),
                wanted.metrics(),
                wanted.fairness(),
                wanted.lineage(),
                folder);
    }

    private List<FileEntry> copy(String folder, ModelFile.Copy copy) throws IOException {
        Path parent = copy.source().getParent();
        require(parent != null, "its file '" + copy.name() + "' would be a copy of a whole file system");
        Store source = Store.at(conf, parent.toString());
        String top = copy.source().getName();
        List<String> found = source.walk(top);
        require(!found.isEmpty(), "there is no file at " + copy.source());
        List<FileEntry> entries = new ArrayList<>();
        for (String below : found) {
            String suffix = below.isEmpty() ? "" : "/" + below;
            try (InputStream in = source.open(top + suffix)) {
                entries.add(write(folder, Names.checkedFile(copy.name() + suffix), in));
            }
        }
        return entries;
    }

    private FileEntry write(String folder, String name, InputStream in) throws IOException {
        MessageDigest digest = digest();
        long size;
        try (OutputStream out = store.create(wanted.name() + "/" + folder + "/" + name);
                DigestOutputStream digesting = new DigestOutputStream(out, digest)) {
            size = in.transferTo(digesting);
        }
        return new FileEntry(name, size, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Marks the record with its run and removes what other tries of the run have staged. The version exists by now, and
     * everything here is done again when it was not done: a failure is no failure of the registration.
     */
    private void tidy(ModelVersion recorded) {
        try {
            log.markRun(recorded);
            String files = wanted.name() + "/files";
            for (String staged : store.list(files)) {
                boolean ofThisRun = staged.startsWith(VersionLog.runKey(wanted.runId()) + "-");
                if (ofThisRun && !recorded.path().endsWith("/" + staged)) {
                    store.delete(files + "/" + staged);
                }
            }
        } catch (IOException leftForNextTime) {
            return;
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new RegistryException(
                    "Cannot register model '" + wanted.name() + "' of run '" + wanted.runId() + "': " + otherwise);
        }
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
