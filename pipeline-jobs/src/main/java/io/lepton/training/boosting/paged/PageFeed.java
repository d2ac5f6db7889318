package io.lepton.training.boosting.paged;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.XGBoostJNI;

/** Hands pages to XGBoost when it asks for them. */
final class PageFeed implements AutoCloseable {
    private final NativeXgboost xgboost;
    private final PageFile rows;
    private final long proxy;
    /** As fields: collected, they would be gone while native code still knows them. */
    private final NativeXgboost.Next next = this::next;

    private final NativeXgboost.Reset reset = this::reset;
    private int position;
    private Optional<Throwable> failure = Optional.empty();
    private boolean closed;

    PageFeed(NativeXgboost xgboost, PageFile rows, List<String> featureTypes) throws XGBoostError {
        this.xgboost = xgboost;
        this.rows = rows;
        this.proxy = xgboost.proxy();
        if (!featureTypes.isEmpty()) {
            XGBoostJNI.XGDMatrixSetStrFeatureInfo(proxy, "feature_type", featureTypes.toArray(String[]::new));
        }
    }

    /** @param cuts matrix whose cuts are taken; 0: none */
    long matrix(long cuts, String configuration) throws XGBoostError {
        try {
            return xgboost.externalMatrix(proxy, cuts, reset, next, configuration);
        } catch (XGBoostError e) {
            // Native code can't pass on what failed in a callback, and complains of rows that end too early.
            failure.ifPresent(e::addSuppressed);
            throw e;
        }
    }

    @SuppressWarnings("IllegalCatch")
    private int next(Pointer ignored) {
        try {
            if (position == rows.pages()) {
                return 0;
            }
            rows.read(position++).showTo(xgboost, proxy);
            return 1;
        } catch (XGBoostError | RuntimeException | Error e) {
            failure = Optional.of(e);
            return 0;
        }
    }

    private void reset(Pointer ignored) {
        position = 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            XGBoostJNI.XGDMatrixFree(proxy);
        }
    }
}
