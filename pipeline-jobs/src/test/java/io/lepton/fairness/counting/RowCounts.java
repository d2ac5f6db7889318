package io.lepton.fairness.counting;

/** Counts rows one by one, as a task does. */
public final class RowCounts {
    private final GroupTally tally = new GroupTally();

    public void add(int label, int predicted, double score, double weight) {
        tally.add(label, predicted, ScoreBins.of(score), score, weight);
    }

    public void addNumbers(double label, double prediction, double weight) {
        tally.addNumbers(label, prediction, weight);
    }

    public GroupTally tally() {
        return tally;
    }
}
