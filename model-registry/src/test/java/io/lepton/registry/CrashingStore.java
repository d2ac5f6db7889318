package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops the process, as far as the registry can tell, just before its n-th change of the store. */
final class CrashingStore implements Store {

    /** Not an exception that anyone may handle. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Store store;
    private final AtomicInteger left;

    CrashingStore(Store store, int changesBefore) {
        this.store = store;
        this.left = new AtomicInteger(changesBefore);
    }

    private void step() {
        if (left.getAndDecrement() <= 0) {
            throw new Crash();
        }
    }

    @Override
    public OutputStream create(String file) throws IOException {
        step();
        return new FilterOutputStream(store.create(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length / 2);
                step();
                out.write(bytes, offset + length / 2, length - length / 2);
            }
        };
    }

    @Override
    public boolean putIfAbsent(String file, byte[] content) throws IOException {
        step();
        boolean put = store.putIfAbsent(file, content);
        step();
        return put;
    }

    @Override
    public void delete(String path) throws IOException {
        step();
        store.delete(path);
        step();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return store.list(folder);
    }

    @Override
    public List<String> walk(String folder) throws IOException {
        return store.walk(folder);
    }

    @Override
    public InputStream open(String file) throws IOException {
        return store.open(file);
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        return store.read(file);
    }

    @Override
    public String address(String path) {
        return store.address(path);
    }
}
