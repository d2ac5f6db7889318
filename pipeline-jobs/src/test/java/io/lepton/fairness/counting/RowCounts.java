package io.lepton.fairness.counting;

/** Counts rows one by one, as a task does. */
public final class RowCounts {
    private final GroupTally tally = new GroupTally();

    public void add(int label, int predicted, double score, double weight) {
        if (label <= 1 && predicted <= 1) {
            tally.addBinary(label == 1, predicted, ScoreBins.of(score), score, weight);
        } else {
            addClasses(label, predicted, score, weight);
        }
    }

    public void addClasses(int label, int predicted, double probability, double weight) {
        tally.addClasses(label, predicted, probability, weight);
    }

    /** The row of several classes that was added last has these probabilities. */
    public void addProbabilities(int label, double[] probabilities) {
        tally.addProbabilities(label, probabilities, 0, probabilities.length, 1);
    }

    public void addNumbers(double label, double prediction, double weight) {
        tally.addNumbers(label, prediction, weight);
    }

    public GroupTally tally() {
        return tally;
    }
}
