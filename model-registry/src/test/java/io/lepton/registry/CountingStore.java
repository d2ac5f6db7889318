package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Counts the requests that a remote file system would answer slowly. */
final class CountingStore implements Store {

    private final Store store;
    private int lists;
    private int reads;

    CountingStore(Store store) {
        this.store = store;
    }

    int lists() {
        return lists;
    }

    int reads() {
        return reads;
    }

    void reset() {
        lists = 0;
        reads = 0;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        lists++;
        return store.list(folder);
    }

    @Override
    public List<String> walk(String folder) throws IOException {
        lists++;
        return store.walk(folder);
    }

    @Override
    public InputStream open(String file) throws IOException {
        reads++;
        return store.open(file);
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        reads++;
        return store.read(file);
    }

    @Override
    public OutputStream create(String file) throws IOException {
        return store.create(file);
    }

    @Override
    public boolean putIfAbsent(String file, byte[] content) throws IOException {
        return store.putIfAbsent(file, content);
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public String address(String path) {
        return store.address(path);
    }
}
