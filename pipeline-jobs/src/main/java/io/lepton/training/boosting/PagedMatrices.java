package io.lepton.training.boosting;

import io.lepton.training.boosting.paged.PageFile;
import io.lepton.training.boosting.paged.PagedMatrix;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Rows on the local disk: written there as they come, and then read by XGBoost, which keeps them in files of its own. */
final class PagedMatrices implements RowMatrices {
    private final PagedMatrix training;
    private final DMatrix heldOut;

    private PagedMatrices(PagedMatrix training, DMatrix heldOut) {
        this.training = training;
        this.heldOut = heldOut;
    }

    /**
     * Of workers that train together all have to call it.
     *
     * @param features of each row of any worker
     * @param threads that may be used
     * @param folder on a local disk
     */
    static PagedMatrices of(Iterator<PackedRow> rows, int features, BoostingPlan plan, int threads, Path folder)
            throws XGBoostError {
        try (PageFile training = new PageFile(folder, features);
                PageFile heldOut = new PageFile(folder, features)) {
            while (rows.hasNext()) {
                PackedRow row = rows.next();
                (row.isHeldOut() ? heldOut : training).add(row.point());
            }
            training.finish();
            heldOut.finish();
            PagedMatrix ofTraining = PagedMatrix.of(training, folder, plan.featureTypes(), threads);
            try {
                return new PagedMatrices(
                        ofTraining,
                        plan.holdsOut()
                                ? ofTraining.beside(heldOut, folder, plan.featureTypes(), threads)
                                : new DMatrix(Collections.<LabeledPoint>emptyIterator(), null, Float.NaN));
            } catch (XGBoostError | RuntimeException e) {
                ofTraining.dispose();
                throw e;
            }
        }
    }

    @Override
    public DMatrix training() {
        return training;
    }

    @Override
    public DMatrix heldOut() {
        return heldOut;
    }

    @Override
    public void close() {
        heldOut.dispose();
        training.dispose();
    }
}
