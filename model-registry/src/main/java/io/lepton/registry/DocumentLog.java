package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The documents of one version: {@code NAME/documents/000003/RUNKEY-FILE} and, put after it, {@code RUNKEY-FILE.record}. A document
 * exists once its record does; who finds the content without a record finishes what another try began.
 */
final class DocumentLog {
    private static final String RECORD = ".record";

    private final Store store;
    private final Json json;
    private final String folder;

    DocumentLog(Store store, Json json, String model, int version) {
        this.store = store;
        this.json = json;
        this.folder = String.format("%s/documents/%06d", model, version);
    }

    static void check(String name) {
        Names.checked("a document", name);
        if (name.endsWith(RECORD)) {
            throw new RegistryException("Cannot attach '" + name + "': names that end with '" + RECORD
                    + "' are the registry's own. Choose another.");
        }
    }

    /** Attaches the content unless the run attached this document before; gives what is there in the end. */
    Document attach(String runId, String name, byte[] content) throws IOException {
        String file = folder + "/" + VersionLog.runKey(runId) + "-" + name;
        store.putIfAbsent(file, content);
        byte[] kept = store.read(file).orElseThrow();
        Document document = new Document(
                name,
                runId,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                kept.length,
                Registration.sha256(kept),
                file.substring(folder.length() + 1));
        store.putIfAbsent(file + RECORD, json.write(document));
        return read(file + RECORD);
    }

    /** Every document, oldest first. */
    List<Document> all() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String file : store.list(folder)) {
            if (file.endsWith(RECORD)) {
                documents.add(read(folder + "/" + file));
            }
        }
        documents.sort(Comparator.comparing(Document::attachedAt).thenComparing(Document::path));
        return List.copyOf(documents);
    }

    byte[] content(Document document) throws IOException {
        String file = document.path().substring(document.path().lastIndexOf('/') + 1);
        return store.read(folder + "/" + file).orElseThrow(() -> new IOException("it is gone"));
    }

    void delete() throws IOException {
        store.delete(folder);
    }

    private Document read(String record) throws IOException {
        Document stored = json.read(store.read(record).orElseThrow(), Document.class, store.address(record));
        return stored.at(store.address(folder + "/" + stored.path()));
    }
}
