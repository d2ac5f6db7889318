package io.lepton.training.neural;

/** Values added up by weight. */
record WeightedSum(double sum, double weight) {
    static final WeightedSum NONE = new WeightedSum(0, 0);

    WeightedSum plus(double weighted, double itsWeight) {
        return new WeightedSum(sum + weighted, weight + itsWeight);
    }

    WeightedSum plus(WeightedSum other) {
        return plus(other.sum, other.weight);
    }
}
