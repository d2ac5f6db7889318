package io.lepton.training.boosting.paged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A matrix that XGBoost keeps in files of its own, a byte a value, and reads page by page in each level of each tree. Native memory holds a
 * few pages, and of each row its label, weight, gradient and place in the tree.
 */
public final class PagedMatrix extends DMatrix {
    /** XGBoost's own default, which training asks for. */
    private static final int BINS = 256;

    private final PageFeed feed;
    private final Path files;

    private PagedMatrix(long handle, PageFeed feed, Path files) {
        super(handle);
        this.feed = feed;
        this.files = files;
    }

    /** Whether this process can reach what it takes: on Linux. */
    public static boolean isPossible() {
        return NativeXgboost.isReachable();
    }

    /**
     * Reads the rows three times. Of workers that train together all have to call it.
     *
     * @param folder on a local disk, for XGBoost's files
     * @param featureTypes as XGBoost names them; empty: all are numbers
     * @param threads that may be used
     */
    public static PagedMatrix of(PageFile rows, Path folder, List<String> featureTypes, int threads)
            throws XGBoostError {
        return of(rows, folder, featureTypes, threads, Optional.empty());
    }

    /** The same, of rows that are predicted by trees that another matrix grows: with its cuts. */
    public PagedMatrix beside(PageFile rows, Path folder, List<String> featureTypes, int threads) throws XGBoostError {
        return of(rows, folder, featureTypes, threads, Optional.of(this));
    }

    private static PagedMatrix of(
            PageFile rows, Path folder, List<String> featureTypes, int threads, Optional<PagedMatrix> cuts)
            throws XGBoostError {
        NativeXgboost xgboost = NativeXgboost.loaded();
        PageFeed feed = new PageFeed(xgboost, rows, featureTypes);
        Path files = files(folder);
        try {
            String configuration = "{\"missing\": NaN, \"max_bin\": " + BINS + ", \"nthread\": " + threads
                    + ", \"cache_prefix\": \"" + files.resolve("rows") + "\"}";
            long handle = feed.matrix(cuts.map(DMatrix::getHandle).orElse(0L), configuration);
            return new PagedMatrix(handle, feed, files);
        } catch (XGBoostError | RuntimeException | Error e) {
            feed.close();
            delete(files);
            throw e;
        }
    }

    private static Path files(Path folder) {
        try {
            return Files.createTempDirectory(folder, "xgboost-pages");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep pages in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete XGBoost's pages: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void dispose() {
        super.dispose();
        feed.close();
        delete(files);
    }
}
