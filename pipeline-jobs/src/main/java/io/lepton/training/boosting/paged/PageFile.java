package io.lepton.training.boosting.paged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import ml.dmlc.xgboost4j.LabeledPoint;

/**
 * Rows in a file on the local disk, a page after the other. Rows are added first, then pages are read, as often as one likes. The file has
 * no name once it is open, so that it is gone with the process at the latest. One thread's.
 */
public final class PageFile implements AutoCloseable {
    /** Large enough that XGBoost's threads share its rows well, small beside any heap. */
    private static final int BYTES_OF_PAGE = 32 << 20;

    private final FileChannel file;
    private final Page page;
    private int fullPages;
    private int rowsOfLast;

    /** @param folder on a local disk, with place for 4 bytes a feature */
    public PageFile(Path folder, int features) {
        this(folder, features, BYTES_OF_PAGE);
    }

    PageFile(Path folder, int features, int bytesOfPage) {
        try {
            Path path = Files.createTempFile(folder, "training-rows", ".bin");
            this.file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep training rows in " + folder + ": " + e.getMessage(), e);
        }
        this.page = new Page(features, bytesOfPage);
    }

    public void add(LabeledPoint row) {
        if (page.isFull()) {
            write();
            fullPages++;
            page.clear();
        }
        page.add(row);
    }

    /** To be called once, after the last row. */
    public void finish() {
        write();
        rowsOfLast = page.rows();
    }

    /** At least one; that of no rows is empty. */
    int pages() {
        return fullPages + 1;
    }

    /** The same memory each time: what was read before is gone. */
    Page read(int number) {
        try {
            page.readFrom(file, page.bytesOfFull(number), number < fullPages ? page.capacity() : rowsOfLast);
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read training rows back: " + e.getMessage(), e);
        }
    }

    private void write() {
        try {
            page.writeTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write training rows to the local disk: " + e.getMessage() + ". Is it full?", e);
        }
    }

    @Override
    public void close() {
        page.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the file of training rows: " + e.getMessage(), e);
        }
    }
}
