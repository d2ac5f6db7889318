package io.lepton.privacy.criteria;

import java.io.Serializable;

/** Earth mover's distance between two distributions of one sensitive column, 0 (the same) to 1. */
public interface Distance extends Serializable {
    /**
     * @param differences p − q by value: how much larger the first distribution is there; they sum to 0
     */
    double of(double[] differences);
}
