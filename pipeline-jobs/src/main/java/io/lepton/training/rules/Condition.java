package io.lepton.training.rules;

/** Says of a feature, by its place in the vector, on which side of a threshold it is. */
@FunctionalInterface
public interface Condition {
    /** @param above more than the threshold, or else at most that */
    String text(int feature, double threshold, boolean above);
}
