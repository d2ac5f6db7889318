package io.lepton.inference.loading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.lepton.error.LeptonException;
import io.lepton.inference.trees.TreeEnsemble;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import java.io.IOException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trees of an XGBoost booster, read from the model it saves (JSON, as documented in XGBoost's "Introduction to Model IO"). Compares and adds
 * in single precision, as XGBoost does; a missing value is NaN and goes the fork's default way; a category goes right where the fork
 * lists it, and left where it is another, unknown or negative.
 */
public final class XgBoostTrees {
    private XgBoostTrees() {}

    /**
     * Predicts the probability of class 1 (binary), of each class, or the estimated quantity.
     *
     * @throws LeptonException configuration, if the booster is linear, was saved as dart by an older XGBoost, has leaves of several values,
     *     or an objective whose predictions are not known here
     */
    public static TreeEnsemble of(Booster booster) {
        return builder(booster).build();
    }

    /** The same before it is laid out for a way to find leaves. */
    public static TreeEnsembleBuilder builder(Booster booster) {
        try {
            return builder(booster.toByteArray("json"));
        } catch (XGBoostError e) {
            throw new IllegalStateException("Cannot save an XGBoost model: " + e.getMessage(), e);
        }
    }

    static TreeEnsemble of(byte[] json) {
        return builder(json).build();
    }

    static TreeEnsembleBuilder builder(byte[] json) {
        try (JsonParser parser = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build()
                .createParser(json)) {
            return SavedBooster.of(parser).builder();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read an XGBoost model: " + e.getMessage(), e);
        }
    }
}
