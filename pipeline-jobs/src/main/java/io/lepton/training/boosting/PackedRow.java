package io.lepton.training.boosting;

import ml.dmlc.xgboost4j.LabeledPoint;
import org.apache.spark.sql.Row;

/**
 * A row on its way from Spark to XGBoost.
 *
 * @param row features (packed), label, weight and whether it is held out; a feature that is missing is NaN, and zeros of sparse vectors are
 *     zeros
 */
record PackedRow(Row row) {
    boolean isHeldOut() {
        return row.getBoolean(3);
    }

    LabeledPoint point() {
        float[] values = PackedFeatures.unpack(row.getAs(0));
        return new LabeledPoint((float) row.getDouble(1), values.length, null, values, (float) row.getDouble(2));
    }
}
