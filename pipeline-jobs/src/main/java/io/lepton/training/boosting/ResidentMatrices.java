package io.lepton.training.boosting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Rows in memory. Those to train on pass through XGBoost as they come, some thousands at a time, so that there is never a second copy of all
 * of them; only rows held out wait until the others are through.
 */
final class ResidentMatrices implements RowMatrices {
    private final DMatrix training;
    private final DMatrix heldOut;

    /** @param featureTypes as XGBoost names them; empty: all are numbers */
    ResidentMatrices(Iterator<PackedRow> rows, List<String> featureTypes) throws XGBoostError {
        Training points = new Training(rows);
        this.training = matrix(points, featureTypes);
        points.failure().ifPresent(ResidentMatrices::rethrow);
        this.heldOut = matrix(points.heldOut.iterator(), featureTypes);
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
        training.dispose();
        heldOut.dispose();
    }

    private static DMatrix matrix(Iterator<LabeledPoint> points, List<String> featureTypes) throws XGBoostError {
        DMatrix matrix = new DMatrix(points, null, Float.NaN);
        if (!featureTypes.isEmpty()) {
            matrix.setFeatureTypes(featureTypes.toArray(String[]::new));
        }
        return matrix;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** Gives rows to train on and sets those held out aside. */
    private static final class Training implements Iterator<LabeledPoint> {
        private final Iterator<PackedRow> rows;
        private final List<LabeledPoint> heldOut = new ArrayList<>();
        private Optional<LabeledPoint> next = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();

        Training(Iterator<PackedRow> rows) {
            this.rows = rows;
        }

        /** What Spark threw while it delivered rows: native code, which asks for them, can't pass it on. */
        Optional<Throwable> failure() {
            return failure;
        }

        @Override
        @SuppressWarnings("IllegalCatch")
        public boolean hasNext() {
            try {
                while (next.isEmpty() && failure.isEmpty() && rows.hasNext()) {
                    PackedRow row = rows.next();
                    if (row.isHeldOut()) {
                        heldOut.add(row.point());
                    } else {
                        next = Optional.of(row.point());
                    }
                }
            } catch (RuntimeException | Error e) {
                failure = Optional.of(e);
            }
            return next.isPresent() && failure.isEmpty();
        }

        @Override
        public LabeledPoint next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            LabeledPoint point = next.orElseThrow();
            next = Optional.empty();
            return point;
        }
    }
}
