package io.lepton.privacy.criteria;

/** Earth mover's distance between two distributions of one sensitive column, 0 (the same) to 1. */
public interface Distance {
    /**
     * @param differences p − q by value: how much larger the first distribution is there; they sum to 0
     */
    double of(double[] differences);
}
